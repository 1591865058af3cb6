/**
 * A web archive into a capture: the archive as it is, every file inside it, so that one can be
 * shown without the others, and a file of what it says about the network, marked as claims.
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { commitOpenly, DEFAULT_ALGORITHMS, digestContent } from '../../client/item.js';
import { utf8 } from '../../crypto/bytes.js';
import type { ArtefactRole } from '../../domain/evidence/capture/artefact.js';
import type { TypedDigest } from '../../ledger/itemCommitment.js';
import { digestsOfFile, fileLength } from '../fileContent.js';
import { writeOutput } from '../outputFile.js';
import { type Progress, startProgress } from '../progress.js';
import type { Terminal } from '../terminal.js';
import { UserError } from '../userError.js';
import { ArchiveFault } from '../webArchive/archiveFault.js';
import { HAR_BYTES_MAX, harExchanges } from '../webArchive/har.js';
import { type ReadArchive, readWacz } from '../webArchive/wacz.js';
import { type WebClaims, webClaimsText } from '../webArchive/webClaims.js';
import type { CapturedFile } from './captureJournal.js';

/** An archive on this machine. */
export interface ArchiveSource {
  readonly kind: 'wacz' | 'har';
  readonly path: string;
}

/** Where the claims of an archive are put. */
export function claimsPath(path: string): string {
  return `${path}.claims.json`;
}

/**
 * Reads and checks the archive at `path`, writes its claims beside it, and returns the artefacts.
 * Throws ArchiveFault when it is not sound; nothing is registered then.
 */
export async function archiveFiles(
  terminal: Terminal,
  { kind, path }: ArchiveSource,
): Promise<readonly CapturedFile[]> {
  const digests = await digestsOfFile(path, DEFAULT_ALGORITHMS);
  const { archive, files, exchanges } = kind === 'har' ? readHar(path) : await read(terminal, path);
  const name = basename(path);
  const claims = await writeClaims(path, { archive, digests, exchanges });
  return [
    artefact(name, 'network-log', digests),
    ...files.map((file) => artefact(`${name}!/${file.path}`, roleInside(file.path), file.digests)),
    artefact(basename(claimsPath(path)), 'tool-log', claims),
  ];
}

async function read(terminal: Terminal, path: string): Promise<ReadArchive> {
  let progress: Progress | undefined;
  try {
    return await readWacz(path, (done, total) => {
      progress ??= startProgress(terminal, { label: 'check', total, unit: 'bytes' });
      progress.update(done);
    });
  } finally {
    progress?.abandon();
  }
}

function readHar(path: string): ReadArchive {
  const length = fileLength(path);
  if (length > HAR_BYTES_MAX) throw new ArchiveFault('HAR_JSON', `${length} bytes`);
  return { archive: 'HAR 1.2', files: [], exchanges: harExchanges(readFileSync(path)) };
}

/** The claims follow from the archive, so that a file that is there already has to be the same. */
async function writeClaims(path: string, claims: WebClaims): Promise<readonly TypedDigest[]> {
  const [text, out] = [webClaimsText(claims), claimsPath(path)];
  if (existsSync(out) && readFileSync(out, 'utf8') !== text) {
    throw new UserError(`${out} exists and is of another archive`, 'move it away');
  }
  writeOutput(out, text);
  return digestContent(utf8(text));
}

function artefact(path: string, role: ArtefactRole, found: readonly TypedDigest[]): CapturedFile {
  const { commitment, digests } = commitOpenly(found);
  return { path, role, commitment, digests, modified: '' };
}

function roleInside(path: string): ArtefactRole {
  return path.startsWith('archive/') ? 'network-log' : 'tool-log';
}
