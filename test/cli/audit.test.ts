import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { auditLog, type LogAudit } from '../../src/cli/audit/auditLog.js';
import { checkReadModels } from '../../src/cli/audit/readModelCheck.js';
import type { AuditTrust } from '../../src/cli/audit/replay.js';
import { fileDamage } from '../../src/store/brokenChain.js';
import { runCommand } from './support/rememberingTerminal.js';
import { makeSmallLedger, type SmallLedger } from './support/smallLedger.js';

/** As the store sets it. */
const PAGE_BYTES = 16_384;

let ledger: SmallLedger;
let folder: string;
let exported: string;
let copies = 0;

beforeAll(async () => {
  ledger = await makeSmallLedger();
  folder = mkdtempSync(join(ledger.data, 'copies-'));
  exported = join(folder, 'log.jsonl');
  await runCommand('log', 'export', exported, '--data', ledger.data);
});
afterAll(() => ledger.remove());

function auditFile(path: string, trust: AuditTrust = ledger.pinned): Promise<LogAudit> {
  const kind = path.endsWith('.sqlite') ? 'database' : 'export';
  return auditLog({ kind, path, trust, threads: 0 });
}

function changedDatabase(sql: string): string {
  const path = join(folder, `${(copies += 1)}.sqlite`);
  copyFileSync(ledger.paths.ledger, path);
  const database = new Database(path);
  database.exec(sql);
  database.close();
  return path;
}

function changedExport(change: (text: string) => string): string {
  const path = join(folder, `${(copies += 1)}.jsonl`);
  writeFileSync(path, change(readFileSync(exported, 'utf8')));
  return path;
}

describe('an audit of a log that holds', () => {
  it('tells a data folder from an archive, and how to audit its ledger', async () => {
    const run = await runCommand('audit', ledger.data, '--genesis', ledger.paths.genesis);
    expect(run.exitCode).toBe(4);
    expect(run.notes).toContain(`npx civic-ledger audit --data ${ledger.data}`);
  });

  it('passes the database and the export with the same root', async () => {
    const fromDatabase = await auditFile(ledger.paths.ledger);
    const fromExport = await auditFile(exported);
    expect(fromDatabase.finding).toBeUndefined();
    expect(fromExport.finding).toBeUndefined();
    expect(fromExport.root).toBe(fromDatabase.root);
    expect(fromDatabase).toMatchObject({ entries: ledger.size, blocks: 6, signatures: 8 });
    expect(fromExport).toMatchObject({ entries: ledger.size, blocks: 6, signatures: 8 });
  });
});

describe('an audit of a database names the first bad position', () => {
  const cases: readonly (readonly [string, string, number, string])[] = [
    [
      'a changed body',
      `UPDATE entries SET event = replace(event, 'author', 'witness') WHERE position = 3`,
      3,
      'signature',
    ],
    [
      'a changed derived event',
      `UPDATE entries SET event = replace(event, 'author', 'witness') WHERE position = 4`,
      4,
      'entry',
    ],
    [
      'a changed signature',
      `UPDATE entries SET entry = replace(entry, '"signature":"', '"signature":"00')
       WHERE position = 5`,
      5,
      'signature',
    ],
    [
      'a changed chain hash',
      `UPDATE entries SET entry = replace(entry, '"previous":"', '"previous":"0')
       WHERE position = 2`,
      2,
      'entry',
    ],
    ['a missing entry', 'DELETE FROM entries WHERE position = 6', 6, 'format'],
    [
      'a changed header',
      `UPDATE blocks SET header = replace(header, '"state":"', '"state":"0') WHERE height = 1`,
      1,
      'header',
    ],
    [
      'a checkpoint of another block',
      `UPDATE blocks SET checkpoint = (SELECT checkpoint FROM blocks WHERE height = 1)
       WHERE height = 2`,
      7,
      'checkpoint',
    ],
    ['a block that is cut off', 'DELETE FROM blocks WHERE height = 5', 15, 'entry'],
  ];

  it.each(cases)('%s', async (_, sql, position, check) => {
    const { finding } = await auditFile(changedDatabase(sql));
    expect(finding).toMatchObject({ position, check });
  });

  it('also where a page of the file is damaged, whichever page it is', async () => {
    const sound = readFileSync(ledger.paths.ledger);
    const found = new Map<string, number>();
    for (let start = PAGE_BYTES; start < sound.length; start += PAGE_BYTES) {
      const path = join(folder, `${(copies += 1)}.sqlite`);
      writeFileSync(path, Buffer.from(sound).fill(0xa5, start, start + 200));
      const { finding } = await auditFile(path).catch((error: unknown): Partial<LogAudit> => {
        // The root of a table of the log: there is nothing to begin with.
        expect(fileDamage(error)).toBeDefined();
        return {};
      });
      if (finding !== undefined) found.set(finding.check, finding.position);
    }
    expect([...found.keys()]).toEqual(expect.arrayContaining(['format', 'state', 'used ids']));
    expect(found.get('state')).toBe(ledger.size);
  });

  it('of two faults the earlier one, whoever finds it', async () => {
    const path = changedDatabase(
      `UPDATE entries SET event = replace(event, 'author', 'witness') WHERE position IN (4, 5)`,
    );
    expect((await auditFile(path)).finding).toMatchObject({ position: 4, check: 'entry' });
  });
});

describe('an audit of an export', () => {
  it('finds a changed byte wherever it is', async () => {
    const text = readFileSync(exported);
    const missed: number[] = [];
    // A prime step meets every kind of field; the forgery suite of the log changes every byte.
    for (let offset = 0; offset < text.length; offset += 61) {
      const bytes = Buffer.from(text);
      bytes[offset] = (bytes[offset] as number) ^ 1;
      const path = join(folder, 'changed.jsonl');
      writeFileSync(path, bytes);
      if ((await auditFile(path)).finding === undefined) missed.push(offset);
    }
    expect(missed).toEqual([]);
  }, 60_000);

  it.each([
    ['cut off in a line', (text: string) => text.slice(0, -100)],
    ['without its end', (text: string) => text.slice(0, text.lastIndexOf('{"end"'))],
    ['with something after its end', (text: string) => `${text}{}\n`],
    ['with two entries swapped', (text: string) => swapLines(text, 5, 6)],
    ['with a line left out', (text: string) => swapLines(text, 5, 5)],
  ])('refuses one %s', async (_, change) => {
    expect((await auditFile(changedExport(change))).finding).toBeDefined();
  });

  it('finds a block without a checkpoint where one operator keeps the ledger', async () => {
    const path = changedExport((text) => {
      const bare = text.replace(/"checkpoint":"(?:[^"\\]|\\.)*"/g, '"certificate":null');
      const body = bare.replace('log/v1', 'log/v2').replace(/\{"end".*\n$/, '');
      const sha256 = createHash('sha256').update(body).digest('hex');
      const end = { blocks: 6, entries: ledger.size, sha256 };
      return `${body}{"end":${JSON.stringify(end)}}\n`;
    });
    const { finding } = await auditFile(path);
    expect(finding).toEqual({
      position: 0,
      check: 'checkpoint',
      what: 'block 0 has no checkpoint',
    });
  });

  it('refuses the log of another ledger', async () => {
    const document = { ...ledger.pinned.document, origin: 'another.example/log' };
    const other = await makeSmallLedger();
    const { finding } = await auditFile(exported, other.pinned);
    expect(finding?.position).toBe(0);
    expect(document.origin).not.toBe(ledger.pinned.document.origin);
    other.remove();
  });
});

function swapLines(text: string, one: number, other: number): string {
  const lines = text.split('\n');
  const [left, right] = [lines[one] as string, lines[other] as string];
  if (one === other) return [...lines.slice(0, one), ...lines.slice(one + 1)].join('\n');
  lines[one] = right;
  lines[other] = left;
  return lines.join('\n');
}

describe('an audit of what stands beside the log', () => {
  it('finds read models that cannot be read', async () => {
    const readModelsPath = join(folder, 'damaged.sqlite');
    writeFileSync(readModelsPath, 'no database '.repeat(1_000));
    const ledgerPath = ledger.paths.ledger;
    const { finding } = await checkReadModels({
      ...{ ledgerPath, readModelsPath },
      onProgress: () => undefined,
    });
    expect(finding).toMatchObject({ position: 0, check: 'read models' });
    expect(finding?.what).toContain('file is not a database');
  });

  it.each([
    ['state', `UPDATE state SET value = '{}' WHERE key LIKE 'evidence/item/%'`],
    ['state', `DELETE FROM state WHERE key LIKE 'evidence/batch/%'`],
    ['state', `INSERT INTO state VALUES ('governance/organisation/ghost', '{}')`],
    ['used ids', 'UPDATE used_ids SET position = position + 1'],
    ['used ids', `INSERT INTO used_ids VALUES (x'00', 1)`],
    ['tiles', `INSERT INTO tiles VALUES (0, 0, x'00')`],
  ])('finds changed %s', async (check, sql) => {
    expect((await auditFile(changedDatabase(sql))).finding).toMatchObject({ check });
  });

  it('finds a changed row of the read models', async () => {
    const path = join(folder, 'read-models.sqlite');
    copyFileSync(ledger.paths.readModels, path);
    const check = () =>
      checkReadModels({
        ledgerPath: ledger.paths.ledger,
        readModelsPath: path,
        onProgress: () => undefined,
      });
    expect((await check()).finding).toBeUndefined();
    const database = new Database(path);
    database.exec(
      `UPDATE evidence_items SET claimant = 'court'
       WHERE sequence = (SELECT min(sequence) FROM evidence_items)`,
    );
    database.close();
    expect((await check()).finding).toMatchObject({ check: 'read models' });
  });
});

describe('the command `audit`', () => {
  it('says so when all of it holds, and exits with 0', async () => {
    const run = await runCommand('audit', '--data', ledger.data, '--json', '--threads', '0');
    expect(run.exitCode).toBe(0);
    expect(JSON.parse(run.out)).toMatchObject({ ok: true, entries: ledger.size });
  });

  it('names the first bad position when something does not, and exits with 1', async () => {
    const path = changedDatabase(
      `UPDATE entries SET event = replace(event, 'author', 'witness') WHERE position = 4`,
    );
    const run = await runCommand('audit', path, '--data', ledger.data, '--threads', '0');
    expect(run.exitCode).toBe(1);
    expect(run.out).toContain('first bad position: 4');
  });

  it('says so when a table of the log has no beginning any more', async () => {
    const database = new Database(ledger.paths.ledger, { readonly: true });
    const query = "SELECT rootpage FROM sqlite_schema WHERE name IN ('entries', 'blocks')";
    const pages = database.prepare<[], number>(query).pluck().all();
    database.close();
    for (const page of pages) {
      const path = join(folder, `${(copies += 1)}.sqlite`);
      const start = (page - 1) * PAGE_BYTES;
      writeFileSync(path, readFileSync(ledger.paths.ledger).fill(0xa5, start, start + 200));
      const { exitCode, notes } = await runCommand('audit', path, '--data', ledger.data);
      expect({ exitCode, notes }).toEqual({
        exitCode: 1,
        notes: expect.stringMatching(
          /is damaged: .* malformed\)\n {2}next: restore it from a copy/,
        ),
      });
    }
  });

  it('says what to do when there is no such log', async () => {
    const run = await runCommand('audit', join(folder, 'none'), '--data', ledger.data);
    expect(run.exitCode).toBe(4);
    expect(run.notes).toContain('next: name a ledger.sqlite');
    rmSync(folder, { recursive: true, force: true });
  });
});
