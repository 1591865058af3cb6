/**
 * The files of a folder into a capture: all that are there, or with `--watch` all that come, until
 * it is told to stop. What was recorded before a break is not read again; what changed under the
 * reading, or after it was recorded, is named.
 */
import { extname, join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { commitOpenly } from '../../client/item.js';
import type { ArtefactRole } from '../../domain/evidence/capture/artefact.js';
import { startProgress } from '../progress.js';
import type { Terminal } from '../terminal.js';
import { UserError } from '../userError.js';
import type { CapturedFile } from './captureJournal.js';
import { ARTEFACTS_AT_ONCE, type CaptureSession } from './captureSession.js';
import { type FolderFile, listFolder } from './folderFiles.js';
import { hashStable, UNSTABLE, type Unstable } from './stableFile.js';

/** A file that is not, or no longer, what the capture has. */
export interface LeftOut {
  readonly path: string;
  readonly why: string;
}

/** What capturing a folder needs. */
export interface FolderCapture {
  readonly session: CaptureSession;
  readonly folder: string;
  readonly terminal: Terminal;
  /** Ends it: a watch is closed and sealed, anything else stops and can be gone on with. */
  readonly signal: AbortSignal;
}

const CHANGED_LATER = 'changed after it was recorded';
const SCAN_EVERY_MS = 500;
/** Hashed bytes after which what is hashed is recorded, so that little is hashed again. */
const BYTES_AT_ONCE = 1_073_741_824;

/** Records what is in the folder now. Returns what could not be recorded as it is. */
export async function captureFolder(capture: FolderCapture): Promise<readonly LeftOut[]> {
  const { session, folder } = capture;
  const { files, others } = listFolder(folder);
  const fresh = files.filter(({ path }) => session.recorded(path) === undefined);
  if (fresh.length > session.room()) {
    const what = `${folder} holds ${files.length} files; this capture takes ${session.room()} more`;
    throw new UserError(what, 'capture its folders one by one');
  }
  const unstable = await recordFiles(capture, fresh);
  // A file that was being written may be finished by now: once more, then it is named.
  const again = fresh.filter(({ path }) => unstable.get(path) === 'changed');
  for (const [path, why] of await recordFiles(capture, again)) unstable.set(path, why);
  for (const { path } of again) if (session.recorded(path) !== undefined) unstable.delete(path);
  for (const { path, why } of others) unstable.set(path, why);
  const left = [...unstable].map(([path, why]) => ({ path, why: UNSTABLE[why] }));
  return [...left, ...changedLater(capture)];
}

/** Records what comes into the folder until the signal, then what is there at that moment. */
export async function watchFolder(capture: FolderCapture): Promise<readonly LeftOut[]> {
  const { session, folder, terminal, signal } = capture;
  let before = new Map<string, string>();
  while (!signal.aborted && session.room() > 0) {
    const { files } = listFolder(folder);
    const fresh = files.filter(({ path }) => session.recorded(path) === undefined);
    // A file is taken when it has been left alone from one look to the next.
    const settled = fresh.filter((file) => before.get(file.path) === stateOf(file));
    before = new Map(fresh.map((file) => [file.path, stateOf(file)]));
    await recordFiles(capture, settled.slice(0, session.room()));
    if (settled.length > 0) terminal.note(`${session.count()} files recorded`);
    await after(SCAN_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
  if (session.room() <= 0) terminal.note('the capture is full: it is closed and sealed');
  return captureRest({ ...capture, signal: new AbortController().signal });
}

async function captureRest(capture: FolderCapture): Promise<readonly LeftOut[]> {
  const { session, folder } = capture;
  if (session.room() > 0) return captureFolder(capture);
  const { files } = listFolder(folder);
  const full = files.filter(({ path }) => session.recorded(path) === undefined);
  return full.map(({ path }) => ({ path, why: 'came when the capture was full' }));
}

function stateOf({ length, modified }: FolderFile): string {
  return `${length} ${modified}`;
}

function changedLater({ session, folder }: FolderCapture): readonly LeftOut[] {
  return listFolder(folder).files.flatMap(({ path, modified }) => {
    const recorded = session.recorded(path);
    const isSame = recorded === undefined || recorded.modified === modified;
    return isSame ? [] : [{ path, why: CHANGED_LATER }];
  });
}

async function recordFiles(
  { session, folder, terminal, signal }: FolderCapture,
  files: readonly FolderFile[],
): Promise<Map<string, Unstable>> {
  const unstable = new Map<string, Unstable>();
  if (files.length === 0) return unstable;
  const total = files.reduce((sum, { length }) => sum + length, 0);
  const progress = startProgress(terminal, { label: 'capture', total, unit: 'bytes' });
  let [done, hashed, ready]: [number, number, CapturedFile[]] = [0, 0, []];
  try {
    for (const { path, length } of files) {
      if (signal.aborted) throw new UserError('stopped', 'run the same command again to go on');
      const found = await hashStable(join(folder, path), (bytes) => progress.update(done + bytes));
      done += length;
      if (typeof found === 'string') unstable.set(path, found);
      else ready.push(capturedFile(path, found));
      hashed += length;
      if (ready.length < ARTEFACTS_AT_ONCE && hashed < BYTES_AT_ONCE) continue;
      await session.record(ready);
      [hashed, ready] = [0, []];
    }
    await session.record(ready);
  } catch (error) {
    progress.abandon();
    throw error;
  }
  progress.finish();
  return unstable;
}

function capturedFile(
  path: string,
  found: Exclude<Awaited<ReturnType<typeof hashStable>>, Unstable>,
) {
  const { commitment, digests } = commitOpenly(found.digests);
  return { path, role: roleOf(path), commitment, digests, modified: found.modified };
}

const ROLES: { readonly [extension: string]: ArtefactRole } = {
  '.png': 'page-image',
  '.jpg': 'photo',
  '.html': 'page-source',
  '.har': 'network-log',
  '.warc': 'network-log',
  '.wacz': 'network-log',
  '.mp4': 'video',
  '.webm': 'screen-recording',
  '.wav': 'audio',
  '.log': 'tool-log',
};

/** The role that the ending of a name suggests. */
export function roleOf(path: string): ArtefactRole {
  return ROLES[extname(path).toLowerCase()] ?? 'original-file';
}
