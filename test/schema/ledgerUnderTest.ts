/**
 * A whole ledger below the schema: real executor, store, log reader and SQLite read models in a
 * folder that is removed again. Only the engine and the signature check are left out.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type ExecutionResult, graphql, type GraphQLSchema, parse, subscribe } from 'graphql';
import { Kysely, SqliteDialect } from 'kysely';
import type { Executor } from '../../src/execution/executor.js';
import { eventHash, type SignedEvent } from '../../src/ledger/signedEvent.js';
import { ALL_PROJECTIONS } from '../../src/projections/allProjections.js';
import { openForFolding } from '../../src/projections/database.js';
import { Fold } from '../../src/projections/fold.js';
import type { ReadModels } from '../../src/projections/readModels.js';
import { AppliedPosition } from '../../src/projections/readPosition.js';
import type { SchemaContext, SubmitResult } from '../../src/schema/context.js';
import { createLoaders } from '../../src/schema/loaders.js';
import { buildLedgerSchema } from '../../src/schema/schema.js';
import { openLogReader, type SqliteLogReader } from '../../src/store/sqliteLogReader.js';
import { SqliteStore } from '../../src/store/sqliteStore.js';
import { consortium, type TestConsortium } from '../support/consortium.js';
import { executorOver, runBlock } from '../support/testNode.js';

/** Parsed JSON: a test that reaches for what is not there fails by itself. */
export type Data = Record<string, ReturnType<typeof JSON.parse>>;

/** One field of each member of a list. */
export function pluck(list: unknown, field: string): unknown[] {
  return (list as readonly Record<string, unknown>[]).map((member) => member[field]);
}

let built: GraphQLSchema | undefined;

/** Entries that a subscriber may fall behind. */
export const SUBSCRIPTION_LAG_MAX = 100;

/** Built once: it is stateless. */
export function ledgerSchema(): GraphQLSchema {
  built ??= buildLedgerSchema();
  return built;
}

export class LedgerUnderTest {
  readonly kit: TestConsortium;
  readonly position = new AppliedPosition({ waitsMax: 100 });
  /** SQL that the operations ran, in order. */
  readonly queries: string[] = [];
  /** Events as the mutations handed them over, in order. */
  readonly handedOver: SignedEvent[] = [];
  readonly log: SqliteLogReader;
  /** False: entries stay invisible to the read models until `project` is called. */
  projecting = true;
  readonly #directory = mkdtempSync(join(tmpdir(), 'schema-'));
  readonly #store: SqliteStore;
  readonly #executor: Executor;
  readonly #folding: Database.Database;
  readonly #fold: Fold;
  readonly #readModels: Kysely<ReadModels>;

  constructor(kit = consortium()) {
    this.kit = kit;
    const ledgerPath = join(this.#directory, 'ledger.sqlite');
    const readModelsPath = join(this.#directory, 'read-models.sqlite');
    this.#store = new SqliteStore(ledgerPath, { pendingWritesMax: 1_000 });
    this.#executor = executorOver(this.#store, this.kit);
    this.#executor.init(this.kit.genesisText);
    this.log = openLogReader(ledgerPath);
    this.#folding = openForFolding(readModelsPath, ALL_PROJECTIONS);
    this.#fold = new Fold(
      { entries: 10_000, characters: 1e9 },
      { database: this.#folding, reader: this.log, projections: ALL_PROJECTIONS },
    );
    this.#readModels = new Kysely<ReadModels>({
      dialect: new SqliteDialect({ database: new Database(readModelsPath, { readonly: true }) }),
      log: ({ query }) => {
        this.queries.push(query.sql);
      },
    });
    this.project();
  }

  /** Executes one block of signed events. */
  submit(events: readonly SignedEvent[]): readonly SubmitResult[] {
    const ordered = events.map((event) => ({ ...event, hash: eventHash(event.body) }));
    const results = runBlock(this.#executor, ordered);
    if (this.projecting) this.project();
    return results;
  }

  /** Brings the read models up to the log. */
  project(): void {
    while (this.#fold.position() < this.log.size()) this.#fold.advance();
    this.position.advance(this.#fold.position());
  }

  context(signal: AbortSignal = new AbortController().signal): SchemaContext {
    const ports = {
      ledgerId: this.kit.ledger,
      genesis: this.kit.genesis,
      engineName: 'solo',
      log: { ...this.log, findId: (name: string) => this.#store.findId(name) },
      readModels: this.#readModels,
      readPosition: this.position,
      subscriptionLagMax: SUBSCRIPTION_LAG_MAX,
      submit: async (events: readonly SignedEvent[], onAdmitted?: () => void) => {
        this.handedOver.push(...events);
        onAdmitted?.();
        return this.submit(events);
      },
    };
    return { ...ports, requestId: 'test', signal, loaders: createLoaders(ports) };
  }

  /** The whole answer to an operation. */
  run(
    source: string,
    variableValues: Data = {},
    context = this.context(),
  ): Promise<ExecutionResult> {
    this.queries.length = 0;
    return graphql({ schema: ledgerSchema(), source, variableValues, contextValue: context });
  }

  /** The data of an operation that must not fail. */
  async ask(source: string, variableValues: Data = {}): Promise<Data> {
    const { data, errors } = await this.run(source, variableValues);
    if (errors?.[0] !== undefined) throw errors[0];
    return JSON.parse(JSON.stringify(data)) as Data;
  }

  /** The one top-level error of an operation that must fail. */
  async fault(source: string, variableValues: Data = {}): Promise<Data> {
    const { errors } = await this.run(source, variableValues);
    if (errors?.length !== 1) throw new Error(`expected one error, got ${errors?.length ?? 0}`);
    return { message: errors[0]!.message, ...errors[0]!.extensions };
  }

  /** The payloads of a subscription. */
  async follow(source: string, signal?: AbortSignal): Promise<AsyncGenerator<ExecutionResult>> {
    const document = parse(source);
    const contextValue = this.context(signal);
    const stream = await subscribe({ schema: ledgerSchema(), document, contextValue });
    if (!(Symbol.asyncIterator in stream)) throw stream.errors?.[0] ?? new Error('no stream');
    return stream as AsyncGenerator<ExecutionResult>;
  }

  async close(): Promise<void> {
    await this.#readModels.destroy();
    this.log.close();
    this.#folding.close();
    this.#store.close();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
