/**
 * An auditor with code of its own: downloads the log as C2SP tiles, checks the checkpoint's
 * signature, computes the Merkle root and the hash chain again, and makes sure that the log only
 * grew since the last visit. Imports nothing of this project: everything it knows is in
 * docs/formats.md.
 *
 *   npm start                       (in another terminal)
 *   node examples/auditor.mjs       (and again after something was registered)
 */
import { createHash, createPublicKey, verify } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const base = new URL(process.env.CIVIC_LEDGER_URL ?? 'http://127.0.0.1:4000/graphql').origin;
const genesisFile = process.env.CIVIC_LEDGER_GENESIS ?? 'data/genesis.json';
const visitFile = process.argv[2] ?? 'data/auditor-visit.json';

const sha256 = (...parts) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const fail = (what) => {
  console.log(`FAIL  ${what}`);
  process.exit(1);
};

// 1. The trust anchor, from a place of the auditor's own.
const genesisText = readFileSync(genesisFile, 'utf8');
const { origin, checkpointKeys } = JSON.parse(genesisText);
const ledger = sha256('civic-ledger/genesis/v1\n', genesisText).toString('hex');

// 2. The checkpoint: a signed note by a key of the genesis document.
const checkpoint = readCheckpoint(await get('checkpoint', (response) => response.text()));

// 3. Every entry, in bundles of 256; the chain of hashes and the tree over them.
let previous = '0'.repeat(64);
let size = 0;
const tree = growingTree();
const visit = existsSync(visitFile) ? JSON.parse(readFileSync(visitFile, 'utf8')) : undefined;
let rootAtLastVisit;
for (let index = 0; size < checkpoint.size; index += 1) {
  const width = Math.min(256, checkpoint.size - size);
  for (const text of await entries(index, width)) {
    const entry = JSON.parse(text);
    if (entry.position !== size) fail(`entry ${size} says it is ${entry.position}`);
    if (entry.previous !== previous) fail(`the chain breaks at position ${size}`);
    if (size === 0 && entry.event !== ledger) fail('the log is of another ledger');
    const leaf = sha256(Buffer.of(0), text);
    previous = leaf.toString('hex');
    tree.append(leaf);
    size += 1;
    if (size === visit?.size) rootAtLastVisit = tree.root();
  }
}

// 4. The same root as the signed one; and the root of the last visit under the same entries.
if (tree.root() !== checkpoint.root) fail('the entries have another root than the checkpoint');
if (visit !== undefined && rootAtLastVisit !== visit.root) fail('the log was rewritten');
writeFileSync(visitFile, `${JSON.stringify({ size, root: checkpoint.root })}\n`);
const grown = visit === undefined ? 'first visit' : `only grew, by ${size - visit.size} entries`;
console.log(`PASS  ${origin}: ${size} entries, root ${checkpoint.root}; ${grown}`);

async function get(path, read) {
  const response = await fetch(`${base}/log/${path}`);
  if (!response.ok) fail(`/log/${path} answers ${response.status}`);
  return read(response);
}

function readCheckpoint(note) {
  const split = note.lastIndexOf('\n\n');
  const text = note.slice(0, split + 1);
  const [name, digits, root] = text.split('\n');
  if (name !== origin) fail(`the checkpoint is of ${name}`);
  const lines = note.slice(split + 2).split('\n');
  if (!lines.some((line) => isSigned(text, line))) fail('no key of the genesis document signed');
  return { size: Number(digits), root: Buffer.from(root, 'base64').toString('hex') };
}

/** `— <name> <base64 of 4 bytes of key id and the signature>` */
function isSigned(text, line) {
  const bytes = Buffer.from(line.split(' ').at(-1) ?? '', 'base64');
  return checkpointKeys.some((hex) => {
    const key = Buffer.from(hex, 'hex');
    const keyId = sha256(origin, '\n', Buffer.of(1), key).subarray(0, 4);
    if (!bytes.subarray(0, 4).equals(keyId)) return false;
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: key.toString('base64url') };
    const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
    return verify(null, Buffer.from(text), publicKey, bytes.subarray(4));
  });
}

/** The texts of bundle `index`: each behind its length as two bytes. */
async function entries(index, width) {
  const groups = [];
  for (let rest = index; groups.length === 0 || rest > 0; rest = Math.floor(rest / 1_000)) {
    groups.unshift(String(rest % 1_000).padStart(3, '0'));
  }
  const place = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
  const path = `tile/entries/${place}${width === 256 ? '' : `.p/${width}`}`;
  const bundle = Buffer.from(await get(path, (response) => response.arrayBuffer()));
  const texts = [];
  for (let offset = 0; offset < bundle.length;) {
    const end = offset + 2 + bundle.readUInt16BE(offset);
    texts.push(bundle.subarray(offset + 2, end).toString('utf8'));
    offset = end;
  }
  if (texts.length !== width) fail(`bundle ${index} holds ${texts.length} entries, not ${width}`);
  return texts;
}

/** RFC 9162 §2.1: keeps one root for each complete subtree that has no sibling yet. */
function growingTree() {
  const subtrees = [];
  const join = (left, right) => sha256(Buffer.of(1), left, right);
  return {
    append(leaf) {
      let hash = leaf;
      let height = 0;
      for (; subtrees[height] !== undefined; height += 1) {
        hash = join(subtrees[height], hash);
        subtrees[height] = undefined;
      }
      subtrees[height] = hash;
    },
    root() {
      const peaks = subtrees.filter((subtree) => subtree !== undefined);
      return peaks.reduce((right, left) => join(left, right)).toString('hex');
    },
  };
}
