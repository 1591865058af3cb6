/**
 * A second opinion on a log: re-derives leaf hashes, roots, checkpoints and tiles from an exported
 * log or from a directory of tiles, with nothing but Node. Follows docs/formats.md and
 * shares no code with src/, so that one mistake is not made twice.
 *
 *   node test/independent/rederive.mjs log <file>
 *   node test/independent/rederive.mjs tiles <directory> [<public key in hex>]
 *
 * Prints a summary as JSON, or the first thing that does not hold and exits with 1.
 */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const TILE = 256;
const ZERO_HASH = '0'.repeat(64);

/** @param {...(string | Uint8Array)} parts */
function sha256(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** @param {unknown} condition @param {string} what */
function must(condition, what) {
  if (!condition) throw new Error(what);
}

/** Canonical JSON: members sorted by code units, everything else as JSON.stringify writes it. */
function canonical(/** @type {unknown} */ value) {
  return JSON.stringify(value, (_, member) => {
    if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
    const names = Object.keys(member).sort();
    return Object.fromEntries(names.map((name) => [name, member[name]]));
  });
}

/** RFC 9162 §2.1.1, recursive; complete subtrees are remembered, so that growing costs little. */
export class Tree {
  constructor() {
    /** @type {Buffer[]} */
    this.leaves = [];
    /** @type {Map<string, Buffer>} */
    this.complete = new Map();
  }

  /**
   * The hash over leaves start to end - 1.
   * @param {number} start @param {number} end @returns {Buffer}
   */
  hash(start, end) {
    const width = end - start;
    if (width === 0) return sha256('');
    if (width === 1) return /** @type {Buffer} */ (this.leaves[start]);
    const known = this.complete.get(`${start}-${end}`);
    if (known) return known;
    let left = 1;
    while (left * 2 < width) left *= 2;
    const hash = sha256('\x01', this.hash(start, start + left), this.hash(start + left, end));
    if (left * 2 === width) this.complete.set(`${start}-${end}`, hash);
    return hash;
  }

  /** All tiles of the tree, full and partial: path → bytes. @returns {Map<string, Buffer>} */
  tiles() {
    const tiles = new Map();
    let span = 1;
    for (let level = 0; span <= this.leaves.length; level += 1, span *= TILE) {
      const hashes = Math.floor(this.leaves.length / span);
      for (let first = 0; first < hashes; first += TILE) {
        const width = Math.min(TILE, hashes - first);
        const bytes = Array.from({ length: width }, (_, column) =>
          this.hash((first + column) * span, (first + column + 1) * span),
        );
        tiles.set(tilePath(String(level), first / TILE, width), Buffer.concat(bytes));
      }
    }
    return tiles;
  }
}

/** @param {string} level @param {number} index @param {number} width */
function tilePath(level, index, width) {
  let digits = String(index);
  while (digits.length % 3 !== 0) digits = `0${digits}`;
  const groups = digits.match(/.../g) ?? [];
  const last = groups.pop();
  const folders = groups.map((group) => `x${group}/`).join('');
  return `tile/${level}/${folders}${last}${width === TILE ? '' : `.p/${width}`}`;
}

/** @param {string} publicKey in hex @param {string} text @param {Buffer} signature */
function ed25519(publicKey, text, signature) {
  const x = Buffer.from(publicKey, 'hex').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, Buffer.from(text), key, signature);
}

/**
 * Size and root of a checkpoint note whose first signature is by one of `publicKeys` (if given).
 * @param {string} note @param {string[] | undefined} publicKeys
 */
export function readCheckpoint(note, publicKeys) {
  const [text, signatures] = [
    note.slice(0, note.indexOf('\n\n') + 1),
    note.slice(note.indexOf('\n\n') + 2),
  ];
  const [origin, size, root, extension] = text.split('\n');
  if (publicKeys) {
    const [mark, name, base64] = (signatures.split('\n')[0] ?? '').split(' ');
    const bytes = Buffer.from(base64 ?? '', 'base64');
    const signer = publicKeys.find((key) => {
      const id = sha256(`${origin}\n\x01`, Buffer.from(key, 'hex')).subarray(0, 4);
      return id.equals(bytes.subarray(0, 4)) && ed25519(key, text, bytes.subarray(4));
    });
    must(
      mark === '—' && name === origin && signer,
      `no known key signed the checkpoint of size ${size}`,
    );
  }
  const header = extension?.startsWith('header ') ? extension.slice('header '.length) : undefined;
  return { origin, size: Number(size), root, header };
}

const EVENT_PREFIX = {
  genesis: 'civic-ledger/genesis/v1\n',
  signed: 'civic-ledger/signed-event/v1\n',
  derived: 'civic-ledger/derived-event/v1\n',
};

/**
 * Re-derives everything in an exported log. Throws at the first thing that does not hold.
 * @param {string} text
 */
export function rederiveLog(text) {
  const lines = text.split('\n');
  must(lines.pop() === '', 'the file does not end with a newline');
  const end = JSON.parse(lines.pop() ?? '').end;
  const before = text.slice(0, text.lastIndexOf('{"end":'));
  must(sha256(before).toString('hex') === end.sha256, 'the hash in the last line is wrong');
  const { ledger } = JSON.parse(lines.shift() ?? '');
  const state = {
    ledger,
    tree: new Tree(),
    previous: ZERO_HASH,
    header: ZERO_HASH,
    genesis: undefined,
  };
  /** @type {any} */
  let block;
  const roots = [];
  for (const line of lines) {
    const value = JSON.parse(line);
    must(canonical(value) === line, `a line is not canonical: ${line.slice(0, 80)}`);
    if (value.block) {
      if (block) roots.push(closeBlock(state, block));
      block = value;
    } else {
      addEntry(state, value, block.block);
    }
  }
  roots.push(closeBlock(state, block));
  must(end.blocks === roots.length, 'the number of blocks in the last line is wrong');
  must(end.entries === state.tree.leaves.length, 'the number of entries in the last line is wrong');
  return { ledger, roots, entries: state.tree.leaves.length, tiles: state.tree.tiles() };
}

/** @param {any} state @param {any} record @param {any} header */
function addEntry(state, { entry, event }, header) {
  const at = `position ${entry.position}`;
  const prefix = EVENT_PREFIX[/** @type {keyof typeof EVENT_PREFIX} */ (entry.kind)];
  const text = canonical(event);
  must(entry.position === state.tree.leaves.length, `${at}: not the next position`);
  must(entry.previous === state.previous, `${at}: not the hash of the entry before`);
  must(entry.height === header.height && entry.time === header.time, `${at}: of another block`);
  must(sha256(prefix, text).toString('hex') === entry.event, `${at}: not the hash of the event`);
  if (entry.kind === 'genesis') {
    must(entry.event === state.ledger, `${at}: not the genesis of this ledger`);
    state.genesis = event;
  }
  if (entry.kind === 'signed' && event.key.startsWith('ed25519-strict-1:')) {
    const key = event.key.slice(event.key.indexOf(':') + 1);
    const valid = ed25519(key, prefix + text, Buffer.from(entry.signature, 'hex'));
    must(valid, `${at}: the signature is wrong`);
  }
  const leaf = sha256('\x00', canonical(entry));
  state.tree.leaves.push(leaf);
  state.previous = leaf.toString('hex');
}

/** @param {any} state @param {any} block */
function closeBlock(state, { block: header, checkpoint }) {
  const at = `block ${header.height}`;
  const size = state.tree.leaves.length;
  const root = state.tree.hash(0, size);
  const hash = sha256('civic-ledger/block-header/v1\n', canonical(header));
  must(header.previous === state.header, `${at}: not the hash of the header before`);
  must(header.size === size && header.root === root.toString('hex'), `${at}: another size or root`);
  const note = readCheckpoint(checkpoint, state.genesis.checkpointKeys);
  must(note.origin === state.genesis.origin, `${at}: a checkpoint of another log`);
  must(
    note.size === size && note.root === root.toString('base64'),
    `${at}: checkpoint of another tree`,
  );
  must(note.header === hash.toString('base64'), `${at}: checkpoint of another header`);
  state.header = hash.toString('hex');
  return { size, root: header.root };
}

/**
 * Re-derives all tiles and the root from the entry bundles of a directory, and compares.
 * @param {(path: string) => Buffer} read @param {string[]} [publicKeys]
 */
export function rederiveTiles(read, publicKeys) {
  const checkpoint = readCheckpoint(read('checkpoint').toString('utf8'), publicKeys);
  const tree = new Tree();
  for (let index = 0; index * TILE < checkpoint.size; index += 1) {
    const width = Math.min(TILE, checkpoint.size - index * TILE);
    const bundle = read(tilePath('entries', index, width));
    let offset = 0;
    for (let entry = 0; entry < width; entry += 1) {
      const length = bundle.readUInt16BE(offset);
      tree.leaves.push(sha256('\x00', bundle.subarray(offset + 2, offset + 2 + length)));
      offset += 2 + length;
    }
    must(offset === bundle.length, `bundle ${index} has other bytes than its entries`);
  }
  const tiles = tree.tiles();
  for (const [path, bytes] of tiles) must(read(path).equals(bytes), `${path} is another tile`);
  const root = tree.hash(0, checkpoint.size);
  must(root.toString('base64') === checkpoint.root, 'the root of the checkpoint is another');
  return { size: checkpoint.size, root: root.toString('hex'), tiles: tiles.size };
}

function main() {
  const [mode, place, key] = process.argv.slice(2);
  if (place === undefined)
    throw new Error('usage: rederive.mjs log <file> | tiles <directory> [key]');
  if (mode === 'log') {
    const { ledger, entries, roots, tiles } = rederiveLog(readFileSync(place, 'utf8'));
    return { ledger, entries, blocks: roots.length, root: roots.at(-1)?.root, tiles: tiles.size };
  }
  return rederiveTiles(
    (path) => readFileSync(join(place, path)),
    key === undefined ? undefined : [key],
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    console.log(JSON.stringify(main()));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
