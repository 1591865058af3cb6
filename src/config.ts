/**
 * The node's settings: what may be set, its default, and where from. The only place that reads the
 * environment.
 */

/** Settings of one node. */
export interface NodeConfig {
  /** Folder of the ledger: genesis, keys, log and read models. */
  readonly dataDirectory: string;
  /** What orders events: this node alone, or CometBFT with the other validators. */
  readonly engine: (typeof ENGINES)[number];
  /** The CometBFT program; undefined: the installed one, or that on PATH. */
  readonly cometbftProgram: string | undefined;
  readonly host: string;
  /** TCP port; 0 takes a free one. */
  readonly port: number;
  /** Serve the GraphiQL page at /graphql to browsers. */
  readonly graphiql: boolean;
  /** Answer GraphQL introspection queries. */
  readonly introspection: boolean;
  /** Worker threads that check signatures. */
  readonly verifyWorkers: number;
  /** Most signed events in one block. */
  readonly blockEventsMax: number;
  /** Milliseconds that a busy node gathers events for the next block. */
  readonly blockGatherMs: number;
  /** Most signed events accepted and not yet answered. */
  readonly pendingEventsMax: number;
  /** cometbft: most bytes of signed events accepted and not yet in a block. */
  readonly pendingBytesMax: number;
  /** cometbft: every how many blocks a snapshot is taken; 0: none. Equal on all nodes. */
  readonly snapshotInterval: number;
  /** cometbft: `host:port` of CometBFT's RPC for nodes that join; undefined: for nobody. */
  readonly cometbftRpc: string | undefined;
  /** cometbft: newest blocks that CometBFT keeps; 0: all of them. */
  readonly cometbftKeepBlocks: number;
  /** Folder of the archive that has what the ledger has pruned; undefined: none. */
  readonly archive: string | undefined;
  /** Newest entries that stay when this node archives and prunes by itself; 0: it does not. */
  readonly pruneKeep: number;
  /** For tests: the step of a block with entries or a restore at which the process kills itself. */
  readonly failPoint: (typeof FAIL_POINTS)[number];
  /** Parsed state values kept in memory. */
  readonly cachedStateKeysMax: number;
  /** Entries that a subscriber may lag behind before it is told of a gap. */
  readonly subscriptionLagMax: number;
  /** Requests per second and client address; 0 for no limit. */
  readonly requestsPerSecondMax: number;
  /** Minutes after which a registration that waits for its seal is an alarm. */
  readonly sealDueMinutes: number;
  /** Serve the two demonstration time authorities, where the data folder has them. */
  readonly demonstrationClocks: boolean;
  /** Mebibytes of the longest content that the content store takes. */
  readonly contentMebibytesMax: number;
  /** Origins that browsers may call from, besides the node's own. */
  readonly corsOrigins: readonly string[];
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

const ENGINES = ['solo', 'cometbft'] as const;
const FAIL_POINTS = [
  'none',
  'finalized',
  'commit-asked',
  'committed',
  'restoring',
  'restored',
] as const;
const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;

/** A setting has a value that cannot be used. */
export class ConfigError extends Error {}

/**
 * Settings from environment variables (CIVIC_LEDGER_…), with defaults for everything. Throws
 * ConfigError naming the variable, what it may be and what it is.
 */
export function configFromEnvironment(environment: NodeJS.ProcessEnv = process.env): NodeConfig {
  const read = (name: string): string | undefined => environment[`CIVIC_LEDGER_${name}`];
  const whole = (name: string, fallback: number, max: number): number =>
    wholeNumber({ name, text: read(name), fallback, max });
  const flag = (name: string, fallback: boolean): boolean => onOff(name, read(name), fallback);
  const archive = read('ARCHIVE');
  const pruneKeep = whole('PRUNE_KEEP', 0, 1_000_000_000);
  if (pruneKeep > 0 && archive === undefined) {
    throw new ConfigError('CIVIC_LEDGER_PRUNE_KEEP is set, but CIVIC_LEDGER_ARCHIVE is not');
  }
  return {
    dataDirectory: read('DATA') ?? 'data',
    engine: oneOf(ENGINES, 'ENGINE', read('ENGINE')),
    cometbftProgram: read('COMETBFT'),
    host: read('HOST') ?? '127.0.0.1',
    port: whole('PORT', 4000, 65535),
    graphiql: flag('GRAPHIQL', true),
    introspection: flag('INTROSPECTION', true),
    verifyWorkers: whole('VERIFY_WORKERS', 2, 256),
    blockEventsMax: whole('BLOCK_EVENTS_MAX', 1000, 100_000),
    blockGatherMs: whole('BLOCK_GATHER_MS', 2, 1000),
    pendingEventsMax: whole('PENDING_EVENTS_MAX', 20_000, 1_000_000),
    pendingBytesMax: whole('PENDING_BYTES_MAX', 1_048_576, 1_073_741_824),
    snapshotInterval: whole('SNAPSHOT_INTERVAL', 1000, 1_000_000_000),
    cometbftRpc: read('COMETBFT_RPC'),
    cometbftKeepBlocks: whole('COMETBFT_KEEP_BLOCKS', 0, 1_000_000_000),
    archive,
    pruneKeep,
    failPoint: oneOf(FAIL_POINTS, 'FAIL_POINT', read('FAIL_POINT')),
    cachedStateKeysMax: whole('CACHED_STATE_KEYS_MAX', 50_000, 10_000_000),
    subscriptionLagMax: whole('SUBSCRIPTION_LAG_MAX', 100_000, 1_000_000_000),
    requestsPerSecondMax: whole('REQUESTS_PER_SECOND_MAX', 2000, 1_000_000),
    sealDueMinutes: whole('SEAL_DUE_MINUTES', 15, 1_000_000),
    demonstrationClocks: flag('DEMONSTRATION_CLOCKS', true),
    contentMebibytesMax: whole('CONTENT_MEBIBYTES_MAX', 102_400, 16_777_216),
    corsOrigins: (read('CORS_ORIGINS') ?? '').split(',').filter((origin) => origin !== ''),
    logLevel: oneOf(LOG_LEVELS, 'LOG_LEVEL', read('LOG_LEVEL') ?? 'info'),
  };
}

/**
 * Says to the packages, before they are loaded, that this is not a developer's process: otherwise
 * graphql-js looks for a second copy of itself at every test of a type, which small mutations feel.
 */
export function declareProduction(): void {
  process.env['NODE_ENV'] ??= 'production';
}

function wholeNumber(setting: {
  readonly name: string;
  readonly text: string | undefined;
  readonly fallback: number;
  readonly max: number;
}): number {
  const { name, text, fallback, max } = setting;
  if (text === undefined) return fallback;
  if (!/^\d{1,10}$/.test(text) || Number(text) > max) {
    throw new ConfigError(
      `CIVIC_LEDGER_${name} must be a whole number up to ${max}, but is "${text}"`,
    );
  }
  return Number(text);
}

function onOff(name: string, text: string | undefined, fallback: boolean): boolean {
  if (text === undefined) return fallback;
  if (text === 'on' || text === 'off') return text === 'on';
  throw new ConfigError(`CIVIC_LEDGER_${name} must be on or off, but is "${text}"`);
}

/** The setting's value, or the first of `values` when it is not set. */
function oneOf<Value extends string>(
  values: readonly [Value, ...Value[]],
  name: string,
  text: string | undefined,
): Value {
  const value = values.find((candidate) => candidate === (text ?? values[0]));
  if (value !== undefined) return value;
  throw new ConfigError(
    `CIVIC_LEDGER_${name} must be one of ${values.join(', ')}, but is "${text}"`,
  );
}
