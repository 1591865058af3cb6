/**
 * What the hands of one matter share: how each signs, how contents are named, and the folder in
 * which the matter's papers go from hand to hand. Beside papers nothing is shared: the ledger is
 * where each finds what the others did.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  commitOpenly,
  digestContent,
  graphqlRequest,
  signAction,
  submitEvents,
  TypedDocumentString,
} from 'civic-ledger/client';
import { data, endpoint, pinnedGenesis, signerOf } from './demo.mjs';

const folder = join(data, 'matter');

/** Signs one action and submits it; what became of it, a refusal included. */
export async function attempt(signer, action, fields) {
  const { ledger } = pinnedGenesis();
  const event = await signAction(signer, { ledger, type: `evidence.${action}`, data: fields });
  const [outcome] = await submitEvents(endpoint, [event]);
  return outcome;
}

/** As attempt, with an actor's own key; a refusal throws. The hash names what was opened. */
export async function act(actor, action, fields) {
  const { refused, position, eventHash } = await attempt(signerOf(actor), action, fields);
  if (refused !== null) throw new Error(`${action} by ${actor} was refused: ${refused}`);
  console.log(`${String(position).padStart(6)}  ${action}  ${actor}`);
  return eventHash;
}

/** Asks the ledger; the variable `seen` makes it answer from all that is in the log by now. */
export async function ask(query, variables = {}) {
  const { ledger } = await request('{ ledger { size } }', {});
  return request(query, { ...variables, seen: Number(ledger.size) - 1 });
}

function request(query, variables) {
  return graphqlRequest(endpoint, new TypedDocumentString(query), variables);
}

/** What the ledger is told of a content: a commitment and digests, never the content. */
export async function contentOf(content) {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const { commitment, digests } = commitOpenly(await digestContent(bytes));
  return { commitment, digests };
}

/** Puts a paper or a file into the matter's folder. */
export function keep(name, content) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), content);
}

/** The bytes of a paper or a file of the matter. */
export function kept(name) {
  return new Uint8Array(readFileSync(join(folder, name)));
}

/** The ids that the parties gave one another. */
export function readMatter() {
  const path = join(folder, 'matter.json');
  if (!existsSync(path)) throw new Error('no matter yet: run node examples/ipOwner.mjs first');
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Adds to them. */
export function noteMatter(ids) {
  const path = join(folder, 'matter.json');
  const before = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  keep('matter.json', `${JSON.stringify({ ...before, ...ids }, null, 2)}\n`);
}

/** True for the file that was started, false for what it imports. */
export function isStarted(url) {
  return process.argv[1] === fileURLToPath(url);
}
