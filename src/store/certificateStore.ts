/**
 * What validators have signed, as this node keeps it: one light block for each ledger block, and
 * every change of the set. A file of its own beside the ledger: it comes after the block that it is
 * of, and can be fetched again from CometBFT as long as that has not pruned. A certificate has some
 * 1,100 bytes and 185 a validator, whatever it certifies.
 */
import Database from 'better-sqlite3';
import type { Hex } from '../crypto/bytes.js';
import { joinCertificate } from '../ledger/cometbft/certificate.js';
import { shortestChanges } from '../ledger/cometbft/shortestChanges.js';
import { StoreUnusable } from './schema.js';

/** Raised when the tables change. */
const CERTIFICATES_VERSION = 1;

const TABLES = `
  CREATE TABLE certificates (
    height INTEGER PRIMARY KEY,     -- of the ledger's block
    engine_height INTEGER NOT NULL, -- of the validators' block that carries its hash
    block TEXT NOT NULL             -- that block: canonical JSON of a light block
  );
  CREATE TABLE changes (
    engine_height INTEGER PRIMARY KEY,  -- the last block of the set before
    validators_hash TEXT NOT NULL,      -- of the set that votes from the next block on
    change TEXT NOT NULL                -- canonical JSON of the change
  );
  CREATE TABLE followed (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    engine_height INTEGER NOT NULL, -- every validators' block up to here has been looked at
    height INTEGER NOT NULL         -- the ledger's block whose hash it carries
  );
`;

/** How far the validators' blocks have been followed. */
export interface Followed {
  readonly engineHeight: number;
  /** Height of the ledger's block; -1 before the first. */
  readonly height: number;
}

/** What one of the validators' blocks adds. */
export interface FollowedBlock extends Followed {
  /** Set when it certifies the ledger's block: its canonical text. */
  readonly certifies?: string;
  /** Set when it announces another set. */
  readonly change?: { readonly validatorsHash: Hex; readonly text: string };
}

/** A change as it is kept. */
export interface KeptChange {
  readonly engineHeight: number;
  readonly validatorsHash: Hex;
  /** Canonical text of the change. */
  readonly change: string;
}

export class CertificateStore {
  readonly #database: Database.Database;
  readonly #statements: ReturnType<typeof prepare>;

  /** Opens or creates the file. Throws StoreUnusable when it is of another version. */
  constructor(path: string) {
    this.#database = new Database(path);
    this.#database.pragma('journal_mode = WAL');
    // A certificate that a power cut takes is fetched again.
    this.#database.pragma('synchronous = NORMAL');
    createTables(this.#database, path);
    this.#statements = prepare(this.#database);
  }

  followed(): Followed {
    return this.#statements.followed.get() ?? { engineHeight: 0, height: -1 };
  }

  /** The newest change, or undefined while the set of the genesis document votes. */
  lastChange(): KeptChange | undefined {
    return this.#statements.lastChange.get();
  }

  /** Keeps what a block adds, and that it was followed: all of it or nothing. */
  keep({ engineHeight, height, certifies, change }: FollowedBlock): void {
    const { insertCertificate, insertChange, follow } = this.#statements;
    this.#database.transaction(() => {
      if (certifies !== undefined) insertCertificate.run(height, engineHeight, certifies);
      if (change !== undefined) insertChange.run(engineHeight, change.validatorsHash, change.text);
      follow.run(engineHeight, height);
    })();
  }

  /** True when the ledger's block at `height` is certified. */
  has(height: number): boolean {
    return this.#statements.certificate.get(height) !== undefined;
  }

  /**
   * The certificate of the ledger's block at `height`, with the changes from the set with the hash
   * `from` on: the fewest when that is the set of the genesis document.
   */
  certificate(height: number, from: Hex): string | undefined {
    return certificateFrom(this.#statements, height, from);
  }

  close(): void {
    this.#database.close();
  }
}

/** Certificates for a log that is read from its beginning: each with the changes since the last. */
export interface LogCertificates {
  /** To be called with ascending heights. */
  next(height: number): string | undefined;
  /** The certificate of one block, with the changes from the set with the hash `from` on. */
  certificate(height: number, from: Hex): string | undefined;
  /** Height of the newest certified block; -1 when none is. */
  lastHeight(): number;
  close(): void;
}

/** Opens the file for reading alone, beside a running node or without one. */
export function openLogCertificates(path: string): LogCertificates {
  const database = new Database(path, { readonly: true, fileMustExist: true });
  requireVersion(database, path);
  const statements = prepare(database);
  let told = 0;
  return {
    next(height) {
      const row = statements.certificate.get(height);
      if (row === undefined) return undefined;
      const changes = statements.changes.all(told, row.engineHeight);
      told = row.engineHeight;
      return joinCertificate({ block: row.block, changes: changes.map(({ change }) => change) });
    },
    certificate: (height, from) => certificateFrom(statements, height, from),
    lastHeight: () => statements.lastHeight.get() ?? -1,
    close: () => void database.close(),
  };
}

function certificateFrom(
  statements: ReturnType<typeof prepare>,
  height: number,
  from: Hex,
): string | undefined {
  const row = statements.certificate.get(height);
  if (row === undefined) return undefined;
  const history = statements.changes.all(0, row.engineHeight);
  const changes = shortestChanges(from, history).map(({ change }) => change);
  return joinCertificate({ block: row.block, changes });
}

function createTables(database: Database.Database, path: string): void {
  if (database.pragma('user_version', { simple: true }) === 0) {
    database.transaction(() => {
      database.exec(TABLES);
      database.pragma(`user_version = ${CERTIFICATES_VERSION}`);
    })();
  }
  requireVersion(database, path);
}

function requireVersion(database: Database.Database, path: string): void {
  const version = database.pragma('user_version', { simple: true });
  if (version === CERTIFICATES_VERSION) return;
  database.close();
  const reads = `this program reads version ${CERTIFICATES_VERSION}`;
  throw new StoreUnusable(`${path} has version ${String(version)}; ${reads}`);
}

function prepare(database: Database.Database) {
  const changeColumns =
    'engine_height AS engineHeight, validators_hash AS validatorsHash, change FROM changes';
  return {
    followed: database.prepare<[], Followed>(
      'SELECT engine_height AS engineHeight, height FROM followed',
    ),
    follow: database.prepare<[number, number]>('INSERT OR REPLACE INTO followed VALUES (1, ?, ?)'),
    insertCertificate: database.prepare<[number, number, string]>(
      'INSERT INTO certificates VALUES (?, ?, ?)',
    ),
    insertChange: database.prepare<[number, string, string]>(
      'INSERT INTO changes VALUES (?, ?, ?)',
    ),
    certificate: database.prepare<[number], { engineHeight: number; block: string }>(
      'SELECT engine_height AS engineHeight, block FROM certificates WHERE height = ?',
    ),
    lastHeight: database.prepare<[], number | null>('SELECT max(height) FROM certificates').pluck(),
    changes: database.prepare<[number, number], KeptChange>(
      `SELECT ${changeColumns} WHERE engine_height >= ? AND engine_height < ?
       ORDER BY engine_height`,
    ),
    lastChange: database.prepare<[], KeptChange>(
      `SELECT ${changeColumns} ORDER BY engine_height DESC LIMIT 1`,
    ),
  };
}
