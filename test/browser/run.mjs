/**
 * The client in a real browser, headless Chromium: sign, submit, follow through a restart of the
 * server, verify, refuse; and the GraphiQL page without a network. Needs a build and Chromium:
 * `npm run test:browser` (CHROMIUM names the executable if it is not in /usr/bin).
 */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { bundleClient } from '../../scripts/bundleClient.mjs';
import { CHROMIUM, openClientPage, servePage } from './clientPage.mjs';
import { checkVerifyPage } from './verifyPage.mjs';
import { everySuite, verifyTokens, registerAndVerify, startFollowing } from './page.mjs';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'civic-ledger-browser-'));
const data = join(folder, 'data');
const closers = [];

/** Starts the node as a user does and waits until it answers. */
async function startNode(origin, port) {
  const child = spawn(process.execPath, [program, 'start', '--data', data, '--port', `${port}`], {
    env: { ...process.env, CIVIC_LEDGER_CORS_ORIGINS: origin, CIVIC_LEDGER_LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  const url = await new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the node ended with ${code}: ${output}`)));
    child.stdout.on('data', (chunk) => {
      output += chunk;
      const found = /http:\/\/\S+\/graphql/.exec(output);
      if (found !== null) resolve(found[0]);
    });
  });
  child.removeAllListeners('exit');
  const stop = async () => {
    if (child.exitCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  closers.push(stop);
  return { url, port: Number(new URL(url).port), stop };
}

function trustOf(url) {
  const genesisText = readFileSync(join(data, 'genesis.json'), 'utf8');
  const ledgerId = createHash('sha256')
    .update(`civic-ledger/genesis/v1\n${genesisText}`)
    .digest('hex');
  const keyFile = join(data, 'keys', 'depositor@evidence-platform.json');
  const { actor, privateKey } = JSON.parse(readFileSync(keyFile, 'utf8'));
  return { url, ledgerId, genesisText, actor, privateKey };
}

const count = { passed: 0, failed: 0 };

/** Runs one test; the ones after it run all the same. */
async function check(title, run) {
  try {
    await run();
    count.passed += 1;
    console.log(`ok  ${title}`);
  } catch (error) {
    count.failed += 1;
    console.log(`FAILED  ${title}\n${error.stack}`);
  }
}

async function checkClient(page, trust) {
  await check('every suite signs, verifies and refuses', async () => {
    for (const result of await page.evaluate(everySuite)) {
      assert.deepEqual(result, { suite: result.suite, verifies: true, refuses: true });
    }
  });
  await check('verifies time-stamps of openssl (P-256) and Bouncy Castle (SM2)', async () => {
    const tokens = JSON.parse(readFileSync('test/vectors/timestamp/tokens.json', 'utf8'));
    const verdicts = await page.evaluate(verifyTokens, tokens);
    assert.equal(verdicts.length, 2);
    for (const verdict of verdicts) {
      assert.deepEqual(verdict, { by: verdict.by, sound: true, damaged: 'SIGNATURE' });
    }
  });
  return check('signs, submits, verifies the receipt and refuses a tampered one', async () => {
    const seen = await page.evaluate(registerAndVerify, trust);
    assert.equal(seen.first.refused, null);
    assert.deepEqual({ ...seen.again, duplicate: true }, seen.again, 'the same event twice');
    assert.equal(seen.again.position, seen.first.position);
    const sha256 = createHash('sha256').update('a picture taken in a browser').digest('hex');
    assert.equal(seen.digests[0].value, sha256);
    const sm3 = createHash('sm3').update('a picture taken in a browser').digest('hex');
    assert.equal(seen.digests[1].value, sm3);
    assert.equal(seen.verdict, true);
    assert.equal(seen.content.ok, true);
    assert.equal(seen.otherContent.code, 'OTHER_CONTENT');
    assert.equal(seen.tampered.ok, false);
    assert.equal(seen.otherLedger.code, 'GENESIS_MISMATCH');
  });
}

/**
 * Registers files from the command line and returns their positions in the log (derived entries).
 */
function registerFromCommandLine(url, contents) {
  return contents.map((content) => {
    const file = join(folder, content);
    writeFileSync(file, content);
    const args = ['evidence', 'register', file, '--data', data, '--url', url, '--json'];
    const out = execFileSync(process.execPath, [program, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return JSON.parse(out.toString()).position + 1;
  });
}

async function checkFollowing(page, origin, node) {
  await check('follows, each registration once, through a restart of the server', async () => {
    const { url } = node;
    await page.evaluate(startFollowing, { url, after: null });
    const before = registerFromCommandLine(url, ['one', 'two']);
    await page.waitForFunction(() => window.followed.length >= 3, undefined, { timeout: 20_000 });
    await node.stop();
    const again = await startNode(origin, node.port);
    const after = registerFromCommandLine(again.url, ['three', 'four']);
    await page.waitForFunction(() => window.followed.length >= 5, undefined, { timeout: 30_000 });
    const { followed, reconnects } = await page.evaluate(() => {
      window.stopFollowing();
      return { followed: window.followed, reconnects: window.reconnects };
    });
    assert.deepEqual(followed.slice(1), [...before, ...after]);
    assert.ok(reconnects >= 1, 'the connection was lost once');
  });
}

async function checkGraphiql(browser, url) {
  await check('GraphiQL loads without a network and runs a query', async () => {
    const page = await browser.newPage();
    const elsewhere = [];
    await page.route('**/*', (route) => {
      const asked = route.request().url();
      if (asked.startsWith(new URL(url).origin) || /^(data|blob):/.test(asked)) {
        return route.continue();
      }
      elsewhere.push(asked);
      return route.abort();
    });
    await page.goto(url);
    const editor = page.locator('.graphiql-query-editor .view-lines');
    await editor.getByText('query').first().waitFor({ timeout: 30_000 });
    // The query that the page opens with, as a newcomer would run it.
    await page.locator('button.graphiql-execute-button').click();
    const answered = () =>
      /"position"/.test(document.querySelector('.graphiql-response').textContent);
    await page.waitForFunction(answered, undefined, { timeout: 20_000 });
    assert.deepEqual(elsewhere, []);
    await page.close();
  });
}

try {
  const outfile = join(folder, 'client.js');
  console.log(`client bundle: ${await bundleClient(outfile)} bytes`);
  const { origin, close } = await servePage(readFileSync(outfile));
  closers.push(close);
  const node = await startNode(origin, 0);
  const browser = await chromium.launch(CHROMIUM);
  closers.push(() => browser.close());
  const page = await openClientPage(browser, origin);
  const trust = trustOf(node.url);
  await checkClient(page, trust);
  await checkFollowing(page, origin, node);
  await checkGraphiql(browser, trust.url);
  await checkVerifyPage({ browser, check, folder, data, url: trust.url });
  console.log(`Tests: ${count.failed} failed, ${count.passed} passed`);
  process.exitCode = count.failed === 0 ? 0 : 1;
} finally {
  for (const close of closers.reverse()) await close();
  rmSync(folder, { recursive: true, force: true });
}
