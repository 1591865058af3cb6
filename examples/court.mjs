/**
 * A court: checks what was submitted against the ledger, hears the other party's objection with the
 * article and the ground that it rests on, and the owner's answer, and rules. Only the court's own
 * hand writes any of its steps, whatever platforms or offices say.
 *
 *   node examples/ipOwner.mjs      (first: the owner submits; the office and the institution act)
 *   node examples/court.mjs
 */
import { act, ask, contentOf, isStarted, keep, kept, noteMatter, readMatter } from './matter.mjs';

export const CLERK = 'clerk@court';
export const JUDGE = 'judge@court';
export const RIVAL = 'counsel@other-party';
const OWNER = 'counsel@rights-holder';

/** The technical check (online litigation rules, article 16): consistent since registration? */
export async function checkSubmission({ link, video }, does = act) {
  const query = `query ($id: String!, $seen: Position) {
    evidenceItem(id: $id, minPosition: $seen) { commitment trace { gaps { kind } } }
  }`;
  const { commitment, trace } = (await ask(query, { id: video })).evidenceItem;
  const shown = await contentOf(kept('clip.mp4'));
  const result = shown.commitment === commitment ? 'consistent' : 'inconsistent';
  const gaps = trace.gaps.map(({ kind }) => kind);
  const report = JSON.stringify({ item: video, result, gaps });
  keep('check.json', report);
  noteMatter({ result });
  await does(CLERK, 'CheckInCase', { link, result, report: await contentOf(report) });
  return { result, gaps };
}

/** The other party doubts the time before registration (article 18); the owner answers. */
export async function hearObjection({ link }, does = act) {
  const objection = await contentOf(
    'The platform captured at the owner’s wish, and nobody but \
its own tool vouches for the machine on which the capture ran.',
  );
  const rests = { article: 'online-litigation-18', ground: 'incomplete' };
  await does(RIVAL, 'ObjectInCase', { link, ...rests, document: objection });
  const answer = await contentOf(
    'The environment was checked before the first artefact; picture, \
source and network log bear one another out; office and institution found the video whole.',
  );
  await does(OWNER, 'AnswerInCase', { link, document: answer });
}

/** The ruling: what has changed since it was registered is no evidence. */
export async function rule({ link, video, result }, does = act) {
  const outcome = result === 'consistent' ? 'admitted' : 'excluded';
  const ruling = `The video ${video} is ${outcome}.\n`;
  keep('ruling.txt', ruling);
  await does(JUDGE, 'RuleInCase', { link, outcome, document: await contentOf(ruling) });
  return outcome;
}

if (isStarted(import.meta.url)) {
  const { result, gaps } = await checkSubmission(readMatter());
  console.log(`checked: ${result}; gaps: ${gaps.join(', ') || 'none'}`);
  await hearObjection(readMatter());
  console.log(`${readMatter().video} is ${await rule(readMatter())}`);
}
