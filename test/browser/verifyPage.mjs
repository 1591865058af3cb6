/**
 * verify.html as a court opens it, from a file and without a network: a bundle of the running
 * ledger and mutants of it get the same report as on the command line, and nothing is loaded.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildVerifyPage } from '../../scripts/buildVerifyPage.mjs';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const PAPER_CODES = fileURLToPath(new URL('../vectors/formats/paperCodes.json', import.meta.url));
const MUTANTS = 40;

/** The report of the command line; its exit code is that of the report. */
function reportOf(bundle, { ledger, content, roots = [] }) {
  const given = content === undefined ? [] : ['--content', content];
  const trust = roots.length === 0 ? [] : ['--tsa-root', ...roots];
  const args = ['evidence', 'verify', bundle, '--genesis', ledger, '--json', ...given, ...trust];
  try {
    return JSON.parse(execFileSync(process.execPath, [program, ...args]).toString());
  } catch ({ stdout }) {
    return JSON.parse(stdout.toString());
  }
}

function makeBundle({ folder, data, url }) {
  const content = join(folder, 'exhibit.txt');
  writeFileSync(content, 'what both parties hold');
  const run = (...args) =>
    JSON.parse(
      execFileSync(
        process.execPath,
        [program, 'evidence', ...args, '--data', data, '--url', url, '--json'],
        { stdio: ['ignore', 'pipe', 'pipe'] },
      ).toString(),
    );
  const { item } = run('register', content);
  const bundle = join(folder, 'exhibit.zip');
  run('bundle', item, '-o', bundle);
  const genesis = readFileSync(join(data, 'genesis.json'));
  const ledger = createHash('sha256').update('civic-ledger/genesis/v1\n').update(genesis);
  return { bundle, content, ledger: ledger.digest('hex') };
}

/** Files of a folder in a dossier, frozen; its bundle with one of them withheld. */
function makeDossierBundle({ folder, data, url }) {
  const files = join(folder, 'exhibits');
  mkdirSync(files);
  for (const name of ['a.txt', 'b.txt', 'c.txt']) writeFileSync(join(files, name), name);
  const owner = ['--as', 'counsel@rights-holder'];
  const run = (...args) =>
    execFileSync(process.execPath, [program, 'evidence', ...args, '--data', data, '--url', url], {
      stdio: ['ignore', 'pipe', 'pipe'],
    }).toString();
  const { batch } = JSON.parse(run('batch', files, ...owner, '--json'));
  const dossier = /id ([0-9a-f]{64})/.exec(run('dossier', 'open', ...owner))[1];
  run('dossier', 'file', dossier, '--batch', batch, '--phase', 'collection', ...owner);
  run('dossier', 'freeze', dossier, ...owner);
  const bundle = join(folder, 'dossier.zip');
  const withheld = ['--withhold', `${batch}.1`, '--reason', 'trade-secret'];
  run('dossier', 'bundle', dossier, '-o', bundle, ...withheld);
  return { bundle, content: join(files, 'a.txt') };
}

/** The whole story told on the running ledger; its exhibit, and the authorities to trust. */
function tellCourtroom({ data, url }) {
  const env = { ...process.env, CIVIC_LEDGER_DATA: data, CIVIC_LEDGER_URL: url };
  execFileSync(process.execPath, ['examples/courtroom.mjs'], { env, stdio: 'pipe' });
  const folders = ['tsa', 'clocks/time-service', 'clocks/observatory'];
  const roots = folders.map((folder) => join(data, folder, 'root.pem'));
  return { bundle: join(data, 'matter', 'exhibit.zip'), roots };
}

/** The sound bundle with one byte changed, at places spread over the file. */
function mutantsOf(path, folder) {
  const sound = readFileSync(path);
  return Array.from({ length: MUTANTS }, (_, index) => {
    const bytes = Buffer.from(sound);
    bytes[Math.floor((index * sound.length) / MUTANTS)] ^= 1 << (index % 8);
    const mutant = join(folder, `mutant-${index}.zip`);
    writeFileSync(mutant, bytes);
    return mutant;
  });
}

async function checkPaper(page) {
  const { logKey, proof, record } = JSON.parse(readFileSync(PAPER_CODES, 'utf8'));
  await page.fill('#ledger', '');
  await page.setInputFiles('#content', []);
  await page.click('#paper summary');
  await page.fill('#log-key', logKey);
  const codeOf = async (scan) => {
    await page.fill('#scan', scan);
    return (await page.evaluate(async () => paperReport())).code;
  };
  assert.equal(await codeOf(`${record}\n${proof}\n`), 2, 'all holds; no file was given');
  await page.getByText('所信任的密钥签名', { exact: false }).waitFor();
  assert.equal(await codeOf(`${record}\n${proof.replace('index 2', 'index 1')}\n`), 1);
  assert.equal(await codeOf(proof), 3);
}

/** A dossier's bundle and mutants of it: the page says what the command line says. */
async function checkDossier({ page, report, folder, exhibit, made }) {
  const given = { ...exhibit, content: made.content };
  await page.setInputFiles('#content', made.content);
  const found = await report(made.bundle);
  assert.deepEqual(found, reportOf(made.bundle, given));
  assert.deepEqual([found.code, found.dossier.items, found.dossier.withheld], [2, 2, 1]);
  await page.getByText('案卷编号', { exact: false }).first().waitFor();
  for (const mutant of mutantsOf(made.bundle, folder)) {
    const other = await report(mutant);
    assert.deepEqual(other, reportOf(mutant, given));
    assert.ok(other.code === 1 || other.code === 3, `${mutant} is refused`);
  }
}

export async function checkVerifyPage({ browser, check, folder, data, url }) {
  const file = join(folder, 'verify.html');
  const { bytes, sha256 } = await buildVerifyPage(file);
  console.log(`verify.html: ${bytes} bytes`);
  const exhibit = makeBundle({ folder, data, url });
  const page = await browser.newPage({ viewport: { width: 1100, height: 1500 } });
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('pageerror', (error) => asked.push(error.message));
  await page.goto(pathToFileURL(file).href);
  const report = async (bundle) => {
    await page.setInputFiles('#bundle', bundle);
    return JSON.parse(await page.evaluate(async () => JSON.stringify(await evidenceReport())));
  };
  await check('verify.html gives the report of the command line, offline', async () => {
    await page.fill('#ledger', exhibit.ledger);
    await page.setInputFiles('#content', exhibit.content);
    const found = await report(exhibit.bundle);
    assert.deepEqual(found, reportOf(exhibit.bundle, exhibit));
    assert.equal(found.sections[0].status, 'PASS');
    await page.getByText('未见上链后改动', { exact: false }).first().waitFor();
    if (process.env.SCREENSHOT) {
      await page.screenshot({ path: process.env.SCREENSHOT, fullPage: true });
    }
  });
  await check('verify.html finds nothing unproven in the exhibit of the courtroom', async () => {
    const { bundle, roots } = tellCourtroom({ data, url });
    await page.setInputFiles('#content', []);
    await page.setInputFiles('#roots', roots);
    const found = await report(bundle);
    assert.deepEqual(found, reportOf(bundle, { ...exhibit, content: undefined, roots }));
    assert.equal(found.code, 0);
    await page.setInputFiles('#roots', []);
    await page.setInputFiles('#content', exhibit.content);
  });
  await check(`verify.html refuses ${MUTANTS} mutants as the command line does`, async () => {
    for (const mutant of mutantsOf(exhibit.bundle, folder)) {
      const found = await report(mutant);
      assert.deepEqual(found, reportOf(mutant, exhibit));
      assert.ok(found.code === 1 || found.code === 3, `${mutant} is refused`);
    }
  });
  await check('verify.html gives the report of a dossier that the command line gives', async () => {
    await checkDossier({
      page,
      report,
      folder,
      exhibit,
      made: makeDossierBundle({ folder, data, url }),
    });
    await page.setInputFiles('#content', exhibit.content);
  });
  await check('verify.html verifies the codes of a certificate on paper', () => checkPaper(page));
  await check('verify.html shows its own digest and loads nothing', async () => {
    assert.equal(await page.textContent('#digest'), sha256);
    assert.deepEqual(asked, [pathToFileURL(file).href]);
  });
  await page.close();
}
