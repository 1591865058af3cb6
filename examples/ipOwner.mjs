/**
 * An IP owner: has an evidence platform, which is no party, capture an infringing page and the
 * video in it under a checked environment, time-stamp (RFC 3161) and seal the capture, and brings
 * the video to a notary office, a forensic institution and a court.
 *
 *   npm start                                    (in another terminal)
 *   node examples/ipOwner.mjs [address of a page with a video]
 */
import { createHash } from 'node:crypto';
import {
  makeBatch,
  registrationImprint,
  requestTimestamp,
  verifyCheckpoint,
  verifySignature,
} from 'civic-ledger/client';
import { capturePage, checkEnvironment } from './captureTool.mjs';
import { pinnedGenesis } from './demo.mjs';
import { openShop } from './infringingShop.mjs';
import { act, ask, contentOf, isStarted, keep, kept, noteMatter } from './matter.mjs';
import { prepareStanding, timeAuthorities, toolBuild } from './standing.mjs';

export const OWNER = 'counsel@rights-holder';
/** The platform's hand: captures, and holds what was captured. */
export const CAPTURER = 'capturer@evidence-platform';
const CASE = '(2026)浙0192民初491号';

/** The whole capture, each part before the next: open, check, record, close, seal. */
export async function captureInfringement(page, does = act) {
  const opening = { profile: 'web-auto', tool: toolBuild, collectors: [CAPTURER] };
  const beacon = await newestCheckpoint();
  const capture = await does(CAPTURER, 'OpenCapture', { ...opening, beacon });
  const { checks, report } = await checkEnvironment(page);
  keep('environment.json', report);
  await does(CAPTURER, 'RecordEnvironment', { capture, checks, report: await contentOf(report) });
  const files = await capturePage(page);
  for (const { name, bytes } of files) keep(name, bytes);
  const artefacts = [];
  for (const { role, bytes } of files) artefacts.push({ ...(await contentOf(bytes)), role });
  await does(CAPTURER, 'RecordArtefacts', { capture, first: 0, artefacts });
  const { root } = makeBatch(artefacts.map(({ commitment }) => commitment));
  await does(CAPTURER, 'CloseCapture', { capture, count: artefacts.length, root });
  const isClean = Object.values(checks).every((result) => result === 'pass');
  const grade = isClean ? 'controlled' : 'uncontrolled';
  const what = { class: grade, category: 'web-page', claim: 'collector' };
  const batch = await does(CAPTURER, 'SealCapture', { capture, ...what });
  const video = files.findIndex(({ role }) => role === 'video');
  noteMatter({ capture, batch, video: `${batch}.${video}` });
  return { batch, video: `${batch}.${video}` };
}

/** The lower bound in time: nothing that names this checkpoint can be older than it. */
async function newestCheckpoint() {
  const { checkpointKeys: keys, origin } = pinnedGenesis().genesis;
  const { checkpoint } = await ask('{ checkpoint { note } }');
  const verdict = verifyCheckpoint(checkpoint.note, { origin, keys, verify: verifySignature });
  if (!verdict.ok) throw new Error(`the checkpoint does not hold: ${verdict.code}`);
  const { size, root, headerHash: header } = verdict.checkpoint;
  return { size, root, header };
}

/** The upper bound in time: tokens over the registration, attached to it, and the seal on them. */
export async function timestampCapture(batch, does = act) {
  for (const { id: authority, url } of timeAuthorities) {
    const imprint = { hash: 'sha-256', value: registrationImprint(batch, 'sha-256') };
    const reply = await requestTimestamp({ url }, imprint);
    if ('ok' in reply) throw new Error(`${url} gave no token: ${reply.code}`);
    const token = Buffer.from(reply.token).toString('base64');
    const list = Buffer.from(await (await fetch(`${url}/ca.crl`)).arrayBuffer());
    const revocationLists = [list.toString('base64')];
    const attached = { registration: batch, authority, token, revocationLists };
    await does(CAPTURER, 'AttachTimestamp', attached);
  }
  await does(CAPTURER, 'SealItem', { registration: batch });
}

/** The video goes to the notary office, with the application for a certificate. */
export async function goToNotary(video, does = act) {
  const expires = new Date(Date.now() + 7 * 86_400_000).toISOString();
  const offering = { recipient: 'notary-office', content: await contentOf(kept('clip.mp4')) };
  const offer = await does(CAPTURER, 'OfferCustody', { item: video, ...offering, expires });
  const what = { office: 'notary-office', subject: 'preservation', parties: [] };
  const notarialAct = await does(OWNER, 'ApplyNotarization', { items: [video], ...what });
  noteMatter({ offer, notarialAct });
}

/** The question whether the file is whole goes to the institution. */
export async function goToInstitution(video, does = act) {
  const what = { institution: 'forensic-institution', question: 'integrity' };
  noteMatter({ appraisal: await does(OWNER, 'CommissionAppraisal', { items: [video], ...what }) });
}

/** The case number stays off the ledger: only its hash is sent. */
export async function goToCourt(video, does = act) {
  const number = createHash('sha256').update(CASE).digest('hex');
  const submission = { items: [video], case: number, court: 'court' };
  noteMatter({ case: number, link: await does(OWNER, 'SubmitToCase', submission) });
}

if (isStarted(import.meta.url)) {
  await prepareStanding();
  const shop = process.argv[2] === undefined ? await openShop() : undefined;
  const { batch, video } = await captureInfringement(process.argv[2] ?? shop.url);
  shop?.close();
  await timestampCapture(batch);
  await goToNotary(video);
  await goToInstitution(video);
  await goToCourt(video);
  console.log(`sealed as ${batch}; the video is item ${video}`);
}
