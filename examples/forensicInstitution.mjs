/**
 * A forensic institution: puts on record what material it received, by digests of its own, compares
 * it with what was registered, and issues its opinion.
 *
 *   node examples/ipOwner.mjs                  (first: the owner commissions)
 *   node examples/forensicInstitution.mjs
 */
import { act, ask, contentOf, isStarted, keep, kept, readMatter } from './matter.mjs';

export const APPRAISER = 'appraiser@forensic-institution';

/** Receives the file, answers whether it is whole, and signs for the answer. */
export async function appraise({ appraisal, video }, does = act) {
  const bytes = kept('clip.mp4');
  await does(APPRAISER, 'ReceiveMaterial', { appraisal, materials: [await contentOf(bytes)] });
  const finding = (await isWhole(video, bytes)) ? 'unchanged' : 'altered';
  const opinion = `Opinion on the integrity of ${video}\nThe file is ${finding}.\n`;
  keep('opinion.txt', opinion);
  await does(APPRAISER, 'IssueOpinion', { appraisal, document: await contentOf(opinion) });
  return finding;
}

/** Every registered digest, in both families, against the bytes. */
async function isWhole(id, bytes) {
  const query = `query ($id: String!, $seen: Position) {
    evidenceItem(id: $id, minPosition: $seen) { commitment }
  }`;
  const { commitment } = (await ask(query, { id })).evidenceItem;
  return (await contentOf(bytes)).commitment === commitment;
}

if (isStarted(import.meta.url)) {
  const matter = readMatter();
  console.log(`appraised ${matter.video}: ${await appraise(matter)}`);
}
