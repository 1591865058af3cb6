/**
 * A notary office: its administrator enrols a notary, who registers the exhibits of a file as one
 * batch and hands out one exhibit with a proof that shows nothing of the others.
 *
 *   npm start                       (in another terminal)
 *   node examples/notary.mjs
 */
import { randomBytes } from 'node:crypto';
import {
  commitWithSalt,
  digestContent,
  fetchReceipt,
  generateKeyPair,
  isBatchMember,
  keySigner,
  makeBatch,
  possessionText,
  signAction,
  submitEvents,
  verifyReceipt,
} from 'civic-ledger/client';
import { endpoint, pinnedGenesis, signerOf } from './demo.mjs';

const { genesis, ledger } = pinnedGenesis();

/** Signs and submits one action; throws when a rule refuses it. */
async function act(signer, type, data) {
  const event = await signAction(signer, { ledger, type, data });
  const [outcome] = await submitEvents(endpoint, [event]);
  if (outcome.refused !== null) throw new Error(`${type} was refused: ${outcome.refused}`);
  return outcome;
}

// The notary's key is made on the notary's own machine; the ledger gets the public half, and a
// signature that proves possession of the other.
const notary = `notary-${randomBytes(3).toString('hex')}@notary-office`;
const { publicKey, privateKey } = generateKeyPair('ed25519-strict-1');
const newKey = keySigner(notary, privateKey);
const possession = newKey.sign(new TextEncoder().encode(possessionText(ledger, notary)));
await act(signerOf('admin@notary-office'), 'governance.EnrolActor', {
  actor: notary,
  roles: ['notary'],
  keys: [{ key: publicKey, possession }],
});
console.log(`enrolled ${notary}`);

// Salted, because exhibits could be guessed. Content and salts stay in the notary's own archive.
const exhibits = ['contract, page 1', 'contract, page 2', 'site photo', 'interview record'];
const items = await Promise.all(
  exhibits.map(async (text) => commitWithSalt(await digestContent(new TextEncoder().encode(text)))),
);
const batch = makeBatch(items.map(({ commitment }) => commitment));
const { position } = await act(newKey, 'evidence.RegisterBatch', {
  root: batch.root,
  count: batch.leaves.length,
  leaves: batch.leaves,
  category: 'document',
  claim: 'witness',
});
const receipt = await fetchReceipt(endpoint, position);
const verdict = verifyReceipt(receipt, { ledger, genesis });
if (!verdict.ok) throw new Error(`the receipt does not hold: ${verdict.message}`);
console.log(`registered ${exhibits.length} exhibits at position ${position}; the receipt holds`);

// What goes to the court: the photo, its salt, its commitment and its path. Nothing else.
const index = 2;
const { commitment } = items[index];
const member = { commitment, index, count: exhibits.length, root: batch.root };
const proven = isBatchMember({ ...member, proof: batch.proof(index) });
console.log(
  `"${exhibits[index]}" alone: ${proven ? 'proven' : 'not proven'} under the batch’s root`,
);
