/**
 * The log as static files for transparency tools (C2SP tlog-tiles) under /log/: `checkpoint`,
 * Merkle tiles, entry bundles; and `event/<position>`, the text of the event that an entry commits
 * to. Everything but the checkpoint never changes once it is there, and may be cached for ever.
 */
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { concatBytes, utf8 } from '../crypto/bytes.js';
import { EntriesPruned } from '../ledger/archive/entriesPruned.js';
import { HASH_BYTES } from '../ledger/merkleHash.js';
import { TILE_HEIGHT, TILE_WIDTH } from '../ledger/tile.js';
import { TileNodes } from '../ledger/tileNodes.js';
import { parseTilePath, type TileName } from '../ledger/tilePath.js';
import type { LogReader } from '../projections/logReader.js';

const PREFIX = '/log/';
const FOR_EVER = 'public, max-age=31536000, immutable';

/** A file of the log, or why there is none. */
type LogFile =
  | { readonly type: string; readonly cache: string; readonly body: string | Buffer }
  | { readonly missing: string; readonly status?: number };

const NOT_FOUND = 404;
/** Gone from here: the entry is in an archive that this node does not have. */
const GONE = 410;

/** Serves `log` under /log/. */
export function tilesGateway(log: LogReader): FastifyPluginAsync {
  const nodes = new TileNodes(log);
  return async (app) => {
    app.get(`${PREFIX}*`, async (request: FastifyRequest, reply: FastifyReply) => {
      // The path as sent: a decoded one could be a second spelling of the same file.
      const file = fileAt(request.url.slice(PREFIX.length), log, nodes);
      if ('missing' in file) {
        const { status = NOT_FOUND } = file;
        void reply
          .code(status)
          .type('text/plain; charset=utf-8')
          .header('cache-control', 'no-store');
        return `${file.missing}\n`;
      }
      void reply.type(file.type).header('cache-control', file.cache);
      return file.body;
    });
  };
}

function fileAt(path: string, log: LogReader, nodes: TileNodes): LogFile {
  try {
    return logFile(path, log, nodes);
  } catch (error) {
    if (!(error instanceof EntriesPruned)) throw error;
    const { position, below } = error;
    const missing = `entry ${position} is in the archive only; those from ${below} on are here`;
    return { missing, status: GONE };
  }
}

function logFile(path: string, log: LogReader, nodes: TileNodes): LogFile {
  if (path === 'checkpoint') return checkpointFile(log);
  if (path.startsWith('event/')) return eventFile(path.slice('event/'.length), log);
  const tile = parseTilePath(path);
  if (tile === undefined) return { missing: 'no file of the log has this path' };
  const size = log.size();
  const missing = whyMissing(tile, size);
  if (missing !== undefined) return { missing };
  return { type: 'application/octet-stream', cache: FOR_EVER, body: tileBody(tile, log, nodes) };
}

function checkpointFile(log: LogReader): LogFile {
  const newest = log.block(log.height());
  if (newest === undefined) return { missing: 'the log has no block yet' };
  return { type: 'text/plain; charset=utf-8', cache: 'no-cache', body: newest.checkpoint };
}

function eventFile(positionText: string, log: LogReader): LogFile {
  if (!/^(?:0|[1-9]\d{0,14})$/.test(positionText)) return { missing: 'no position is written so' };
  const position = Number(positionText);
  const [record] = position < log.size() ? log.entries(position, 1) : [];
  if (record === undefined) return { missing: `the log has ${log.size()} entries` };
  return { type: 'application/json; charset=utf-8', cache: FOR_EVER, body: record.event };
}

/** Undefined when a log of `size` entries has the tile up to its width. */
function whyMissing({ level, index, width }: TileName, size: number): string | undefined {
  const hashes = Math.floor(size / TILE_WIDTH ** (level === 'entries' ? 0 : level));
  const present = Math.min(TILE_WIDTH, Math.max(0, hashes - index * TILE_WIDTH));
  if (present >= width) return undefined;
  return `this tile has ${present} of ${width} at log size ${size}`;
}

/** A tile of the tree itself. */
interface HashTile {
  readonly level: number;
  readonly index: number;
  readonly width: number;
}

function tileBody({ level, index, width }: TileName, log: LogReader, nodes: TileNodes): Buffer {
  if (level === 'entries') return entryBundle(log.entries(index * TILE_WIDTH, width));
  const hashes = tileHashes({ level, index, width }, log, nodes);
  return Buffer.from(hashes.buffer, hashes.byteOffset, hashes.byteLength);
}

/** C2SP entry bundle: each entry's text behind its length as a big-endian uint16. */
function entryBundle(records: ReturnType<LogReader['entries']>): Buffer {
  return Buffer.concat(
    records.flatMap(({ entry }) => {
      const text = utf8(entry);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(text.length);
      return [length, text];
    }),
  );
}

/**
 * The first `width` hashes of a tile; the store keeps full tiles, the growing ones are computed.
 */
function tileHashes(
  { level, index, width }: HashTile,
  log: LogReader,
  nodes: TileNodes,
): Uint8Array {
  const stored = log.tile(level, index);
  if (stored !== undefined) return stored.subarray(0, width * HASH_BYTES);
  if (level === 0) return log.leafHashes(index * TILE_WIDTH, width);
  const first = index * TILE_WIDTH;
  const hashes = Array.from({ length: width }, (_, at) =>
    nodes.node(level * TILE_HEIGHT, first + at),
  );
  return concatBytes(...hashes);
}
