/**
 * A notary office: takes custody of the video after hashing it again, examines what the ledger has
 * on how it came about, and issues the certificate. Who finds other bytes than were offered says so
 * instead, and that stays on record.
 *
 *   node examples/ipOwner.mjs            (first: the owner applies)
 *   node examples/notaryOffice.mjs
 */
import { act, ask, contentOf, isStarted, keep, kept, readMatter } from './matter.mjs';

export const NOTARY = 'notary@notary-office';

/** Hashes the file that came, and accepts only what was offered and registered. */
export async function takeCustody({ offer, video }, does = act) {
  const content = await contentOf(kept('clip.mp4'));
  const query = `query ($id: String!, $seen: Position) {
    evidenceItem(id: $id, minPosition: $seen) { commitment }
  }`;
  const { evidenceItem } = await ask(query, { id: video });
  if (content.commitment !== evidenceItem.commitment) {
    await does(NOTARY, 'RefuseCustody', { offer, reason: 'mismatch', content });
    throw new Error('what came is not what was registered');
  }
  await does(NOTARY, 'AcceptCustody', { offer, content });
}

/** From the application to the certificate; the working days run from `AcceptNotarization`. */
export async function certify({ notarialAct, video, capture }, does = act) {
  await does(NOTARY, 'AcceptNotarization', { act: notarialAct });
  const query = `query ($id: Hash!, $seen: Position) {
    capture(id: $id, minPosition: $seen) { class environment notBefore }
  }`;
  const how = (await ask(query, { id: capture })).capture;
  await does(NOTARY, 'ExamineNotarization', { act: notarialAct });
  const came = `captured ${how.class}, environment ${how.environment}, not before ${how.notBefore}`;
  const certificate = `Certificate of preservation\nitem ${video}\n${came}\n`;
  keep('certificate.txt', certificate);
  const document = await contentOf(certificate);
  await does(NOTARY, 'IssueCertificate', { act: notarialAct, document });
}

if (isStarted(import.meta.url)) {
  const matter = readMatter();
  await takeCustody(matter);
  await certify(matter);
  console.log(`certified ${matter.video}`);
}
