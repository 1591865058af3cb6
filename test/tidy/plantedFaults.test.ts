/** Every tidy check reports the fault it is there for: each is planted once in a small project. */
import { describe, expect, it } from '@jest/globals';
import { determinismFaults } from './determinism.js';
import type { Fault, SourceText } from './fault.js';
import { formFaults } from './form.js';
import { importFaults } from './imports.js';
import { lengthFaults, LIMITS } from './lengths.js';
import { refusalFaults } from './refusalCodes.js';
import { BANNED_WORDS, wordFaults } from './words.js';

/** A project without a fault, with one file in each layer. */
const SOUND: readonly SourceText[] = [
  file(
    'src/crypto/sha256.ts',
    "import { hash } from 'node:crypto';\nexport const sha256 = hash;\n",
  ),
  file('src/crypto/sha256.browser.ts', "export { sha256 } from '@noble/hashes/sha2.js';\n"),
  file('src/ledger/entry.ts', "export { sha256 } from '../crypto/sha256.js';\n"),
  file('src/domain/shape.ts', 'export const least = Math.min(1, 2);\n'),
  file('src/domain/governance/policy.ts', "export { least } from '../shape.js';\n"),
  file('src/domain/carbon/quote.ts', "export { least } from '../governance/policy.js';\n"),
  file('src/domain/energy/claim.ts', "export { least } from '../shape.js';\n"),
  file('src/execution/ports.ts', "export type { sha256 } from '../ledger/entry.js';\n"),
  file('src/execution/executor.ts', "import '../domain/shape.js';\n"),
  file('src/store/sqliteStore.ts', "import 'better-sqlite3';\nimport '../execution/ports.js';\n"),
  file('src/consensus/engine.ts', "import '../execution/ports.js';\n"),
  file('src/projections/runner.ts', "import 'kysely';\nimport '../domain/shape.js';\n"),
  file('src/schema/schema.ts', "import 'graphql';\nimport '../projections/runner.js';\n"),
  file('src/gateways/tiles.ts', "import 'fastify';\nimport '../projections/runner.js';\n"),
  file('src/client/verify.ts', "import '../ledger/entry.js';\n"),
  file('src/config.ts', 'export const port = process.env.PORT;\n'),
  file('src/node.ts', "import './store/sqliteStore.js';\nimport './schema/schema.js';\n"),
  file('src/main.ts', "import './node.js';\nimport './config.js';\n"),
];

function file(path: string, code: string): SourceText {
  return { path, text: `/** Sound. */\n${code}` };
}

/** The sound project with `code` added to the end of one file, new or old. */
function plant(path: string, code: string): readonly SourceText[] {
  const old = SOUND.find((source) => source.path === path) ?? file(path, '');
  const planted = { path, text: `${old.text}${code}\n` };
  return [...SOUND.filter((source) => source !== old), planted];
}

function rulesOf(faults: readonly Fault[]): readonly string[] {
  return [...new Set(faults.map(({ rule, path }) => `${rule} ${path}`))];
}

describe('the import check', () => {
  it('finds nothing in the sound project', () => {
    expect(importFaults(SOUND)).toEqual([]);
  });

  it.each([
    ['layer', 'src/ledger/entry.ts', "import '../domain/shape.js';"],
    ['layer', 'src/consensus/engine.ts', "import '../domain/shape.js';"],
    ['layer', 'src/consensus/engine.ts', "import '../store/sqliteStore.js';"],
    ['layer', 'src/store/sqliteStore.ts', "import '../domain/shape.js';"],
    ['layer', 'src/store/sqliteStore.ts', "import '../execution/executor.js';"],
    ['layer', 'src/projections/runner.ts', "import '../store/sqliteStore.js';"],
    ['layer', 'src/projections/runner.ts', "import type { Engine } from '../consensus/engine.js';"],
    ['layer', 'src/schema/schema.ts', "import '../execution/ports.js';"],
    ['layer', 'src/schema/schema.ts', "const late = await import('../store/sqliteStore.js');"],
    ['layer', 'src/gateways/tiles.ts', "import '../consensus/engine.js';"],
    ['layer', 'src/client/verify.ts', "import '../domain/shape.js';"],
    ['layer', 'src/execution/executor.ts', "import '../store/sqliteStore.js';"],
    ['layer', 'src/misc/drawer.ts', "import '../crypto/sha256.js';"],
    ['sibling', 'src/domain/energy/claim.ts', "import '../carbon/quote.js';"],
    ['sibling', 'src/domain/governance/policy.ts', "import '../carbon/quote.js';"],
    ['package', 'src/domain/shape.ts', "import 'kysely';"],
    ['package', 'src/ledger/entry.ts', "import 'node:crypto';"],
    ['package', 'src/crypto/sha256.ts', "import 'node:fs';"],
    ['package', 'src/crypto/sha256.ts', "import 'crypto';"],
    ['package', 'src/schema/schema.ts', "import 'better-sqlite3';"],
    ['package', 'src/client/verify.ts', "import 'node:buffer';"],
    ['browser', 'src/crypto/sha256.browser.ts', "import 'node:crypto';"],
    ['unresolved', 'src/schema/schema.ts', "import './gone.js';"],
  ])('reports %s in %s: %s', (rule, path, code) => {
    expect(rulesOf(importFaults(plant(path, code)))).toContain(`${rule} ${path}`);
  });

  it('reports a cycle of three files once, types included', () => {
    const files = [
      file('src/ledger/a.ts', "import './b.js';\n"),
      file('src/ledger/b.ts', "import type { c } from './c.js';\n"),
      file('src/ledger/c.ts', "import './a.js';\n"),
    ];
    const cycles = importFaults(files).filter(({ rule }) => rule === 'cycle');
    expect(cycles.map(({ message }) => message)).toEqual([
      'src/ledger/a.ts → src/ledger/b.ts → src/ledger/c.ts → src/ledger/a.ts',
    ]);
  });

  it('reports a Node module that the client reaches through a file without a browser twin', () => {
    const withoutTwin = SOUND.filter(({ path }) => path !== 'src/crypto/sha256.browser.ts');
    expect(rulesOf(importFaults(withoutTwin))).toContain('browser src/crypto/sha256.ts');
  });

  it('names the line', () => {
    const [fault] = importFaults(plant('src/ledger/entry.ts', "import 'kysely';"));
    expect(fault?.line).toBe(3);
  });
});

describe('the determinism check', () => {
  it('lets comments and strings name what is banned, and integers be integers', () => {
    const code = "// Date.now() is banned\nexport const why = 'Math.random()', n = 0x1f + 1_000;";
    expect(determinismFaults(plant('src/domain/shape.ts', code))).toEqual([]);
  });

  it.each([
    'Date.now();',
    'new Date();',
    'performance.now();',
    'Math.random();',
    'Math.sqrt(4);',
    'setTimeout(() => 1, 1);',
    'process.hrtime();',
    "fetch('x');",
    'console.log(1);',
    'async function f() {}',
    'const f = async () => 1;',
    'await f();',
    'for await (const x of y) g(x);',
    'let p: Promise<void>;',
    "import('./x.js');",
    "'a'.localeCompare('b');",
    '(5).toLocaleString();',
    "new Intl.NumberFormat('de');",
    "'é'.normalize();",
    "parseFloat('1');",
    "Number.parseFloat('1');",
    'globalThis.Date;',
    'const half = 0.5;',
    'const big = 1e3;',
    'const vast = 9007199254740993;',
    'crypto.getRandomValues(bytes);',
  ])('reports %s', (code) => {
    for (const path of [
      'src/domain/shape.ts',
      'src/ledger/entry.ts',
      'src/execution/executor.ts',
    ]) {
      expect(rulesOf(determinismFaults(plant(path, code)))).toEqual([`determinism ${path}`]);
    }
  });

  it('leaves the layers above alone', () => {
    expect(determinismFaults(plant('src/schema/schema.ts', 'Date.now();'))).toEqual([]);
  });
});

describe('the length check', () => {
  const lines = (count: number): string => Array.from({ length: count }, () => 'g();').join('\n');
  const faultsOf = (code: string): readonly Fault[] =>
    lengthFaults([{ path: 'src/node.ts', text: code }], []);

  it('accepts a file, a function and a line at the limit', () => {
    expect(faultsOf(`${lines(LIMITS.file)}\n`)).toEqual([]);
    expect(faultsOf(`function f() {\n${lines(LIMITS.function - 2)}\n}\n`)).toEqual([]);
    expect(faultsOf(`${'x'.repeat(LIMITS.line)}\n`)).toEqual([]);
  });

  it.each([
    ['file', `${lines(LIMITS.file + 1)}\n`],
    ['function', `function f() {\n${lines(LIMITS.function - 1)}\n}\n`],
    ['arrow function', `const f = () => {\n${lines(LIMITS.function - 1)}\n};\n`],
    ['method', `class C {\nf() {\n${lines(LIMITS.function - 1)}\n}\n}\n`],
    ['line', `${'x'.repeat(LIMITS.line + 1)}\n`],
  ])('reports a %s one over the limit', (_what, code) => {
    expect(faultsOf(code).map(({ rule }) => rule)).toEqual(['length']);
  });

  it('keeps an exception to its ceiling and asks to lower or delete a loose one', () => {
    const text = `function f() {\n${lines(70)}\n}\n`;
    const ruled = (path: string, ceiling: number): readonly string[] =>
      lengthFaults(
        [{ path: 'src/node.ts', text }],
        [{ path, functionName: 'f', ceiling, reason: 'a sequence' }],
      ).map(({ rule }) => rule);
    expect(ruled('src/node.ts', 72)).toEqual([]);
    expect(ruled('src/node.ts', 71)).toEqual(['length']);
    expect(ruled('src/node.ts', 90)).toEqual(['exception']);
    expect(ruled('src/gone.ts', 72)).toEqual(['length', 'exception']);
  });
});

describe('the form check', () => {
  it('finds nothing in the sound project', () => {
    expect(formFaults(SOUND)).toEqual([]);
  });

  it('reports a file without a doc block, a barrel, and a second reader of the environment', () => {
    expect(rulesOf(formFaults([{ path: 'src/a.ts', text: 'export {};\n' }]))).toEqual([
      'doc src/a.ts',
    ]);
    expect(rulesOf(formFaults(plant('src/node.ts', "export * from './config.js';")))).toEqual([
      'barrel src/node.ts',
    ]);
    expect(rulesOf(formFaults(plant('src/node.ts', 'process.env.X;')))).toEqual([
      'environment src/node.ts',
    ]);
  });
});

describe('the word check', () => {
  it.each(BANNED_WORDS.map(({ name, example }) => [name, example] as const))(
    'reports: %s',
    (_, text) => {
      expect(wordFaults([{ path: 'README.md', text }]).map(({ rule }) => rule)).toEqual(['word']);
    },
  );

  it('accepts the same words in their honest use', () => {
    const text = 'TODO(#12): the trading day; any SQL tool; GET /log/tile; https://host/root/x';
    expect(wordFaults([{ path: 'README.md', text }])).toEqual([]);
  });

  it('lets one file alone leave out tests that its system cannot run, and nothing else', () => {
    const path = 'test/support/onLinux.ts';
    const text = BANNED_WORDS.map(({ example }) => example).join('\n');
    const names = BANNED_WORDS.map(({ name }) => name);
    const reported = wordFaults([{ path, text }]).map(({ message }) => message.split(':')[0]);
    expect(reported).toEqual(names.filter((name) => name !== 'test that is left out or alone'));
  });
});

describe('the refusal check', () => {
  const page = { path: 'docs/refusals.md', text: '| `EXPIRED` | too late |\n' };
  const test = { path: 'test/domain/a.test.ts', text: "expect(code).toBe('EXPIRED');" };

  it('accepts a code that a test holds and the page explains', () => {
    expect(refusalFaults(['EXPIRED'], [page, test])).toEqual([]);
  });

  it('reports an untested, an unexplained and an invented code', () => {
    expect(refusalFaults(['EXPIRED'], [page])).toHaveLength(1);
    expect(refusalFaults(['EXPIRED'], [test])).toHaveLength(1);
    expect(refusalFaults([], [page, test])).toHaveLength(1);
    expect(refusalFaults(['EXPIRED_LATER'], [test])).toHaveLength(2);
  });
});
