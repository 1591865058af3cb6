/**
 * An evidence platform: deposits many items, a hundred a request, several requests at once, and
 * goes on after a crash of its own without registering anything twice.
 *
 *   npm start                                  (in another terminal)
 *   node examples/evidencePlatform.mjs 5000    (stop it with Ctrl-C at any time, and run it again)
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commitOpenly, digestContent, signAction, submitEvents } from 'civic-ledger/client';
import { data, endpoint, pinnedGenesis, signerOf } from './demo.mjs';

const total = Number(process.argv[2] ?? 2_000);
const journal = process.argv[3] ?? join(data, 'deposit-journal.jsonl');
const EVENTS_A_REQUEST = 100;
const REQUESTS_AT_ONCE = 4;

const { ledger } = pinnedGenesis();
const signer = signerOf('depositor@evidence-platform');

// The journal is what makes a restart safe: signed events are written down before they are sent.
// Sent again with the same bytes, an event that the ledger has already answers with its first
// position.
const { signed, done } = readJournal();
console.log(`${signed.size} batches signed before, ${done.size} of them acknowledged`);

const batches = Array.from({ length: Math.ceil(total / EVENTS_A_REQUEST) }, (_, index) => index);
const waiting = batches.filter((batch) => !done.has(batch));
const started = performance.now();
let deposited = 0;
await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, depositWaiting));
const seconds = (performance.now() - started) / 1_000;
const rate = Math.round(deposited / Math.max(seconds, 0.001));
console.log(`deposited ${deposited} items in ${seconds.toFixed(1)} s (${rate}/s)`);

async function depositWaiting() {
  for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift()) {
    const events = signed.get(batch) ?? (await signBatch(batch));
    const onRetry = ({ message }, waitMs) => console.log(`${message}; again in ${waitMs} ms`);
    const outcomes = await submitEvents(endpoint, events, { attempts: 100, onRetry });
    const refused = outcomes.filter((outcome) => outcome.refused !== null);
    if (refused.length > 0) console.log(`batch ${batch}: ${refused.length} refused`);
    appendFileSync(journal, `${JSON.stringify({ done: batch, last: outcomes.at(-1).position })}\n`);
    deposited += outcomes.length;
  }
}

async function signBatch(batch) {
  const count = Math.min(EVENTS_A_REQUEST, total - batch * EVENTS_A_REQUEST);
  const events = await Promise.all(
    Array.from({ length: count }, (_, index) => signItem(batch * EVENTS_A_REQUEST + index)),
  );
  appendFileSync(journal, `${JSON.stringify({ batch, events })}\n`);
  return events;
}

/** Stands for a file of the platform's own store. */
async function signItem(number) {
  const content = new TextEncoder().encode(`record ${number} of this platform`);
  const { commitment, digests } = commitOpenly(await digestContent(content));
  const item = { commitment, digests, category: 'log-record', claim: 'custodian' };
  // A day to come back after a crash; later than that, the ledger refuses the event as expired.
  const notAfter = new Date(Date.now() + 24 * 3_600_000).toISOString();
  return signAction(signer, { ledger, type: 'evidence.RegisterItem', data: { item }, notAfter });
}

function readJournal() {
  const lines = existsSync(journal) ? readFileSync(journal, 'utf8').split('\n') : [];
  const found = { signed: new Map(), done: new Set() };
  for (const line of lines.filter((text) => text.endsWith('}'))) {
    const { batch, events, done } = JSON.parse(line);
    if (events !== undefined) found.signed.set(batch, events);
    if (done !== undefined) found.done.add(done);
  }
  return found;
}
