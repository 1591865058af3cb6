/**
 * The mutants of test/mutants in a real browser, headless Chromium: verify.html and the client give
 * the very reports of the command line. `npm run test:parity`; `MUTANTS` (all kinds together) and
 * `SEED` as there. Signed PDF files are not among them: neither the page nor the client takes them.
 */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { buildVerifyPage } from '../../scripts/buildVerifyPage.mjs';
import { bundleClient } from '../../scripts/bundleClient.mjs';
import { CHROMIUM, openClientPage, servePage } from './clientPage.mjs';
import { bundleReports, clientReports, paperReports } from './parityPage.mjs';

const SEED = Number(process.env.SEED ?? 16);
const MUTANTS = Number(process.env.MUTANTS ?? 500);
const BATCH = 10;
/** One in so many is chosen with the browser's own file input, and the shown page is read. */
const SHOWN_EVERY = 20;
const EVERY_MS = 10_000;

const folder = mkdtempSync(join(tmpdir(), 'civic-ledger-parity-'));
const closers = [() => rmSync(folder, { recursive: true })];
const root = fileURLToPath(new URL('../../', import.meta.url));

/** The parts that are written in TypeScript, compiled inside the project to find its packages. */
async function loadParts() {
  const cache = join(root, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const out = mkdtempSync(join(cache, 'parity-'));
  closers.push(() => rmSync(out, { recursive: true }));
  const outfile = join(out, 'parts.mjs');
  await build({
    entryPoints: [join(root, 'test/browser/parityParts.ts')],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  return import(pathToFileURL(outfile));
}

const base64 = (bytes) => Buffer.from(bytes).toString('base64');

/** Puts what the reader trusts into the form of verify.html. */
async function fillForm(page, { kind, files, bytes }, trust) {
  const chosen = (name, content) => ({
    name,
    mimeType: 'text/plain',
    buffer: Buffer.from(content),
  });
  const given = (name) => (files[name] === undefined ? [] : [chosen(name, files[name])]);
  await page.setInputFiles('#bundle', []);
  await page.setInputFiles('#roots', given('roots.pem'));
  await page.setInputFiles('#content', given('content'));
  await page.fill('#ledger', trust.ledger);
  if (kind !== 'paper') return;
  await page.evaluate(() => (document.getElementById('paper').open = true));
  await page.fill('#log-key', trust.logKey);
  await page.fill('#scan', Buffer.from(bytes).toString());
}

/** The reports of the browser on mutants of a sample, as texts of JSON. */
function browserReports({ page, client }, { kind }, { mutants, trust }) {
  if (kind === 'bundle') return page.evaluate(bundleReports, mutants);
  if (kind === 'paper') return page.evaluate(paperReports, mutants);
  return client.evaluate(clientReports, { mutants, kind, trust });
}

/** What of the command's report the browser has to say too. */
function comparable(kind, report) {
  if (kind === 'receipt') return report.receipt;
  if (kind !== 'token' || !report.ok) return report;
  const { ok, genTime, serial, policy, revocation } = report;
  return { ok, genTime, serial, policy, revocation };
}

/** Chooses the file as a person does, and reads from the page what it shows of each section. */
async function shownStatuses(page, bytes) {
  const shown = page.locator('#report');
  await page.evaluate(() => document.getElementById('report').replaceChildren());
  const file = { name: 'mutant.zip', mimeType: 'application/zip', buffer: Buffer.from(bytes) };
  await page.setInputFiles('#bundle', file);
  await shown.locator('section').nth(4).waitFor();
  return shown.locator('section > div > .mark').allTextContents();
}

async function compareShown(page, bytes, report) {
  const shown = await shownStatuses(page, bytes);
  const statuses = report.sections.map(({ status }) => status);
  assert.deepEqual(
    shown.map((text) => text.replace(/^\S+ /, '')),
    statuses,
    'the page shows the status of each section',
  );
}

/** Compares the mutants of one sample. */
async function compareSample(parts, tabs, { sample, count, onDone }) {
  const commands = new parts.CommandVerdicts();
  const trust = parts.browserTrust(sample);
  const { kind } = sample;
  if (kind === 'bundle' || kind === 'paper') await fillForm(tabs.page, sample, trust);
  const faults = [];
  for (let from = 0; from < count; from += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, count - from) }, (_, at) => from + at);
    const made = numbers.map((number) => parts.mutantAt(SEED, sample, number));
    const mutants = made.map(({ bytes }) => base64(bytes));
    const found = browserReports(tabs, sample, { mutants, trust });
    // Whatever fails first is the one to be heard of: closing the browser fails this, too.
    found.catch(() => undefined);
    for (const [at, { bytes, what }] of made.entries()) {
      const { report, exit } = await commands.of(sample, bytes);
      const expected = comparable(kind, report);
      try {
        const own = JSON.parse((await found)[at]);
        assert.deepEqual(own, expected);
        if (own.code !== undefined && kind !== 'receipt' && kind !== 'token') {
          assert.equal(own.code, exit, 'the exit code');
        }
        if (kind === 'bundle' && numbers[at] % SHOWN_EVERY === 0) {
          await compareShown(tabs.page, bytes, report);
        }
      } catch (error) {
        faults.push(`${sample.name} #${numbers[at]} (${what}): ${error.message}`);
      }
      onDone(exit);
    }
  }
  commands.close();
  return faults;
}

/** Lines with rate and time left. */
function progressOf(total) {
  const started = performance.now();
  let [done, shown] = [0, started];
  const exits = new Map();
  const seconds = () => (performance.now() - started) / 1_000;
  return {
    onDone(exit) {
      done += 1;
      exits.set(exit, (exits.get(exit) ?? 0) + 1);
      if (performance.now() - shown < EVERY_MS) return;
      shown = performance.now();
      const rate = done / seconds();
      const left = Math.ceil((total - done) / rate);
      console.log(`${done} of ${total}, ${rate.toFixed(1)}/s, ${left} s left`);
    },
    text() {
      const counts = [...exits].sort().map(([exit, count]) => `exit code ${exit}: ${count}`);
      return `${done} in ${seconds().toFixed(1)} s; ${counts.join(', ')}`;
    },
  };
}

async function compareKind(parts, allTabs, { kind, samples }) {
  const own = samples.filter((sample) => sample.kind === kind);
  const jobs = own.map((sample) => ({
    sample,
    count: parts.shareOf(samples, sample, MUTANTS),
  }));
  const progress = progressOf(jobs.reduce((sum, { count }) => sum + count, 0));
  const faults = [];
  const work = async (tabs) => {
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
      faults.push(...(await compareSample(parts, tabs, { ...job, onDone: progress.onDone })));
    }
  };
  await Promise.all(allTabs.map(work));
  const isSame = faults.length === 0;
  const outcome = isSame ? 'the same reports' : `${faults.length} other reports`;
  console.log(`${isSame ? 'ok' : 'FAILED'}  mutants of ${kind}: ${outcome}, ${progress.text()}`);
  for (const fault of faults.slice(0, 20)) console.log(`    ${fault}`);
  return isSame;
}

/** A context of its own has a process of its own. */
async function openTabs(browser, { file, origin }) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const asked = [];
  page.on('pageerror', (error) => asked.push(error.message));
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  return { page, client: await openClientPage(context, origin), asked };
}

const count = { passed: 0, failed: 0 };
const note = (isPassed) => (count[isPassed ? 'passed' : 'failed'] += 1);
try {
  const parts = await loadParts();
  console.log(`parity: SEED=${SEED} MUTANTS=${MUTANTS}`);
  const samples = await parts.allSamples();
  const file = join(folder, 'verify.html');
  await buildVerifyPage(file);
  const outfile = join(folder, 'client.js');
  await bundleClient(outfile);
  const { origin, close } = await servePage(readFileSync(outfile));
  closers.push(close);
  const browser = await chromium.launch(CHROMIUM);
  closers.push(() => browser.close());
  const opening = Array.from({ length: availableParallelism() }, () =>
    openTabs(browser, { file, origin }),
  );
  const tabs = await Promise.all(opening);
  for (const kind of ['bundle', 'paper', 'receipt', 'token']) {
    note(await compareKind(parts, tabs, { kind, samples }));
  }
  const asked = new Set(tabs.flatMap((each) => each.asked));
  const isOffline = asked.size === 1;
  console.log(`${isOffline ? 'ok' : 'FAILED'}  verify.html asked for: ${[...asked].join(' ')}`);
  note(isOffline);
  console.log(`Tests: ${count.failed} failed, ${count.passed} passed`);
  process.exitCode = count.failed === 0 ? 0 : 1;
} finally {
  for (const end of closers.reverse()) await end();
}
