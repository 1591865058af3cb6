/**
 * The sequential half of an audit: executes the whole log again, and then holds the tables that a
 * node keeps beside its log against what came out.
 */
import type { Hex } from '../../crypto/bytes.js';
import type { Genesis } from '../../ledger/genesis.js';
import { openArchiveSource } from './archiveSource.js';
import { AuditProgress } from './auditProgress.js';
import { CertificateCheck, type Certified } from './certificateCheck.js';
import { type DatabaseSource, openDatabaseSource } from './databaseSource.js';
import { openExportSource } from './exportSource.js';
import type { Finding } from './finding.js';
import { type LogSource, SourceFault, type SourceLocation } from './logSource.js';
import { Reexecution } from './reexecution.js';
import { storedTablesFinding } from './storedTables.js';

/** The trust anchor. */
export interface AuditTrust {
  readonly ledger: Hex;
  readonly document: Genesis;
  /** Canonical text of the document. */
  readonly text: string;
}

/** What a replay is started with, in this thread or in another one. */
export interface ReplayJob {
  readonly kind: SourceLocation['kind'];
  readonly path: string;
  /** Folder that has what a database has pruned. */
  readonly archive?: string | undefined;
  /** Canonical text of the pinned genesis document. */
  readonly genesisText: string;
  /** AuditProgress.memory */
  readonly memory: Int32Array;
}

export interface ReplayResult {
  readonly finding: Finding | undefined;
  readonly blocks: number;
  readonly entries: number;
  /** RFC 9162 root over the entries. */
  readonly root: Hex | undefined;
  /** What validators vouch for; undefined where one operator keeps the ledger. */
  readonly certified: Certified | undefined;
}

/** A replay that has its source open: from here on it is clear what will be audited. */
export interface OpenReplay {
  readonly location: SourceLocation;
  /** Does the work and closes the source. */
  run(): ReplayResult;
}

/** Opens the source. Throws what opening it throws. */
export function openReplay(job: ReplayJob): OpenReplay {
  const source = openSource(job);
  return {
    location: source.location,
    run() {
      const reexecution = new Reexecution(job.genesisText);
      const certificates = new CertificateCheck(job.genesisText, job.kind === 'archive');
      const progress = new AuditProgress(job.memory);
      try {
        return replayAll(source, { reexecution, certificates, progress });
      } finally {
        reexecution.store.close();
        source.close();
      }
    },
  };
}

function openSource({ kind, path, archive }: ReplayJob): LogSource | DatabaseSource {
  if (kind === 'archive') return openArchiveSource(path);
  return kind === 'database' ? openDatabaseSource(path, archive) : openExportSource(path);
}

/** What every block goes through. */
interface ReplayParts {
  readonly reexecution: Reexecution;
  readonly certificates: CertificateCheck;
  readonly progress: AuditProgress;
}

function replayAll(source: LogSource | DatabaseSource, parts: ReplayParts): ReplayResult {
  const { reexecution, certificates, progress } = parts;
  const finding = replayLog(source, parts) ?? tablesFinding(source, reexecution);
  if (finding !== undefined) progress.foundBad(finding.position);
  const { blocks, size: entries, store } = reexecution;
  const { certified } = certificates;
  return { finding, blocks, entries, root: store.head()?.header.root, certified };
}

function replayLog(
  source: LogSource,
  { reexecution, certificates, progress }: ReplayParts,
): Finding | undefined {
  try {
    for (const block of source.blocks()) {
      const finding = reexecution.next(block) ?? certificates.next(block);
      if (finding !== undefined) return finding;
      progress.setReplayed(block.reached / source.location.length);
      if (reexecution.size > progress.badPosition()) return undefined;
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof SourceFault)) throw error;
    return { position: error.position, check: 'format', what: error.message };
  }
}

/** An exported log has no tables beside it. */
function tablesFinding(
  source: LogSource | DatabaseSource,
  { store, size }: Reexecution,
): Finding | undefined {
  // Of a log that stopped at a bad position, the tables of the rest cannot be told.
  if (!('database' in source) || size < source.location.length) return undefined;
  return storedTablesFinding(source.database, store, size);
}
