/**
 * The import table of ARCHITECTURE.md as data: which layer may see which, and which packages and
 * Node modules each may load. What is not listed here is forbidden; a new row needs a reason.
 */

/** One row of the table. */
export interface Layer {
  /** Folder under `src/`, or the name of a file at its root. */
  readonly name: string;
  /** Layers it may import besides itself; a path names the only files of that layer it may see. */
  readonly imports: readonly string[];
  /** npm packages it may import, types included. */
  readonly packages: readonly string[];
  /** `node:` modules it may import; `all` for processes and commands. */
  readonly node: readonly string[] | 'all';
  /** What the wall is for. */
  readonly reason: string;
}

const GRAPHQL = [
  '@apollo/server',
  '@graphql-yoga/render-graphiql',
  'class-validator',
  'dataloader',
  'fastify',
  'graphql',
  'graphql-scalars',
  'graphql-ws',
  'kysely',
  'pino',
  'prom-client',
  'rate-limiter-flexible',
  'reflect-metadata',
  'type-graphql',
  'ws',
];

/** Rows from the bottom up. */
export const LAYERS: readonly Layer[] = [
  {
    name: 'crypto',
    imports: [],
    packages: ['@noble/curves', '@noble/hashes', 'sodium-native', 'sm-crypto-v2'],
    node: ['crypto', 'worker_threads', 'os', 'module', 'url'],
    reason: 'signatures, digests and canonical forms stand on nothing of ours',
  },
  {
    name: 'ledger',
    imports: ['crypto'],
    packages: [],
    node: [],
    reason: 'formats are pure and run in a browser; hashing goes through crypto',
  },
  {
    name: 'timestamp',
    imports: ['ledger', 'crypto'],
    packages: [],
    node: [],
    reason: 'time-stamps are judged by one pure function in rules, commands and browsers alike',
  },
  {
    name: 'domain',
    imports: ['timestamp', 'ledger', 'crypto'],
    packages: [],
    node: [],
    reason: 'rules are pure functions of state, action and block',
  },
  {
    name: 'execution',
    imports: ['domain', 'ledger', 'crypto'],
    packages: [],
    node: [],
    reason: 'the same log gives the same roots, so nothing of the machine may be in reach',
  },
  {
    name: 'store',
    imports: ['execution/ports', 'execution/failPoint', 'ledger', 'crypto'],
    packages: ['better-sqlite3'],
    node: ['fs', 'path', 'url', 'worker_threads'],
    reason: 'what is durable knows no rule, so that no rule can depend on how it is stored',
  },
  {
    name: 'content',
    imports: ['ledger', 'crypto'],
    packages: ['better-sqlite3'],
    node: ['buffer', 'crypto', 'fs', 'fs/promises', 'path', 'stream'],
    reason: 'content can be erased, the log cannot: neither may depend on the other',
  },
  {
    name: 'consensus',
    imports: ['execution/ports', 'execution/failPoint', 'ledger', 'crypto'],
    packages: ['@bufbuild/protobuf'],
    node: [
      'http',
      'net',
      'os',
      'path',
      'url',
      'worker_threads',
      'events',
      'timers/promises',
      'zlib',
    ],
    reason: 'an engine orders opaque events, so every engine gives equal roots by construction',
  },
  {
    name: 'projections',
    imports: ['domain', 'ledger', 'crypto'],
    packages: ['better-sqlite3', 'kysely'],
    node: ['fs', 'path', 'url', 'worker_threads', 'events', 'timers/promises'],
    reason: 'read models are folds of the log through a reader they declare themselves',
  },
  {
    name: 'schema',
    imports: ['projections', 'domain', 'ledger', 'crypto'],
    packages: GRAPHQL,
    node: [
      'buffer',
      'crypto',
      'events',
      'fs',
      'http',
      'net',
      'path',
      'perf_hooks',
      'stream',
      'timers/promises',
      'url',
      'util',
      'zlib',
    ],
    reason: 'the edge decides nothing: it unpacks, calls one port and maps the answer',
  },
  {
    name: 'gateways',
    imports: [
      'projections',
      'content/contentPort',
      'content/contentFault',
      'domain',
      'timestamp',
      'ledger',
      'crypto',
    ],
    packages: ['fastify', 'kysely', 'pino', 'prom-client'],
    node: ['buffer', 'http', 'net', 'stream', 'url'],
    reason: 'each translates one protocol over the ports that the schema uses too',
  },
  {
    name: 'client',
    imports: ['timestamp', 'ledger', 'crypto'],
    packages: ['@graphql-typed-document-node/core', 'fflate', 'graphql', 'graphql-ws'],
    node: [],
    reason: 'what a frontend imports runs in a browser and checks the server with its own eyes',
  },
  {
    name: 'certificate',
    imports: ['client', 'timestamp', 'ledger', 'crypto'],
    packages: ['fflate', 'qrcode-generator', 'subset-font'],
    node: ['fs', 'module', 'path'],
    reason: 'a certificate is a view of what the verifier has found; it can add nothing to it',
  },
  {
    name: 'config',
    imports: ['ledger', 'crypto'],
    packages: [],
    node: ['path', 'url', 'fs', 'os'],
    reason: 'settings are data; the one place that reads process.env',
  },
  {
    name: 'node',
    imports: ['*'],
    packages: ['better-sqlite3', 'kysely', 'pino', 'prom-client', 'reflect-metadata'],
    node: 'all',
    reason: 'the composition root is the one place that knows every part',
  },
  {
    name: 'cli',
    imports: ['*'],
    packages: [
      'better-sqlite3',
      'cli-progress',
      'commander',
      'kysely',
      'graphql',
      'graphql-ws',
      'ws',
      'yauzl',
    ],
    node: 'all',
    reason: 'commands are processes',
  },
  {
    name: 'main',
    imports: ['*'],
    packages: ['reflect-metadata'],
    node: 'all',
    reason: 'the process',
  },
];

/** Folders of `src/domain` that other domains may import; all others are strangers. */
export const KERNELS: readonly string[] = ['governance', 'market', 'units'];

/** Layers in which nothing may depend on the machine, the moment or the order of completion. */
export const DETERMINISTIC: readonly string[] = ['domain', 'timestamp', 'ledger', 'execution'];

/** Layers whose files end up in a browser, with whatever they reach. */
export const BROWSER_SAFE: readonly string[] = ['client'];
