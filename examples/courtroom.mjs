/**
 * The whole story, from the capture of a page to the ruling of a court, against a running ledger.
 * Before each step a wrong hand tries it, with the very data of the right one, and is refused;
 * where anybody may take the step, the wrong hand forges the name of the right one. At the end
 * stand the trace of the video, every hand and every gap, and the bundle for the court, which
 * verifies without any server: exit code 0.
 *
 *   npm start                       (in another terminal)
 *   node examples/courtroom.mjs
 */
import { X509Certificate } from 'node:crypto';
import {
  assembleBundle,
  canonicalJson,
  collectBundle,
  keySigner,
  stepsToPin,
  verifyBundle,
} from 'civic-ledger/client';
import { checkSubmission, hearObjection, rule } from './court.mjs';
import { endpoint, pinnedGenesis, privateKeyOf, signerOf } from './demo.mjs';
import { appraise } from './forensicInstitution.mjs';
import { openShop } from './infringingShop.mjs';
import {
  captureInfringement,
  goToCourt,
  goToInstitution,
  goToNotary,
  timestampCapture,
} from './ipOwner.mjs';
import { act, ask, attempt, keep, kept, readMatter } from './matter.mjs';
import { certify, takeCustody } from './notaryOffice.mjs';
import { prepareStanding, timeAuthorities } from './standing.mjs';

const RIVAL = 'counsel@other-party';
const CLERK = 'clerk@court';
const NOTARY = 'notary@notary-office';

/** Who must not take each step, and the refusal that says so. */
const WRONG_HANDS = {
  OpenCapture: [CLERK, 'ROLE_MISSING'],
  RecordEnvironment: ['counsel@rights-holder', 'NOT_COLLECTOR'],
  RecordArtefacts: [RIVAL, 'NOT_COLLECTOR'],
  CloseCapture: [RIVAL, 'NOT_COLLECTOR'],
  SealCapture: [RIVAL, 'NOT_COLLECTOR'],
  AttachTimestamp: ['officer@regulator', 'ROLE_MISSING'],
  SealItem: [RIVAL, 'NOT_SELF'],
  OfferCustody: [RIVAL, 'NOT_SELF'],
  AcceptCustody: [RIVAL, 'NOT_RECIPIENT'],
  AcceptNotarization: [RIVAL, 'ROLE_MISSING'],
  ExamineNotarization: ['appraiser@forensic-institution', 'ROLE_MISSING'],
  IssueCertificate: ['admin@notary-office', 'ROLE_MISSING'],
  ReceiveMaterial: [NOTARY, 'ROLE_MISSING'],
  IssueOpinion: [NOTARY, 'ROLE_MISSING'],
  CheckInCase: [NOTARY, 'ORGANISATION_NOT_LISTED'],
  ObjectInCase: ['counsel@rights-holder', 'OBJECTION_TO_OWN'],
  AnswerInCase: [RIVAL, 'NOT_IN_CHARGE'],
  RuleInCase: [CLERK, 'ROLE_MISSING'],
};

/** As act, after the wrong hand has tried. */
async function guarded(actor, action, fields) {
  const [wrong, code] = WRONG_HANDS[action] ?? [];
  if (wrong === undefined) await forge(actor, action, fields);
  else {
    const { refused } = await attempt(signerOf(wrong), action, fields);
    if (refused !== code) throw new Error(`${action} by ${wrong}: ${refused}, not ${code}`);
    console.log(`        refused to ${wrong}: ${code}`);
  }
  return act(actor, action, fields);
}

/** Signs in the name of `actor` with the rival's key: turned away before it is ordered. */
async function forge(actor, action, fields) {
  const forger = keySigner(actor, privateKeyOf(RIVAL));
  const fault = await attempt(forger, action, fields).catch((error) => error.fault);
  const { reason } = fault ?? {};
  if (reason !== 'KEY_NOT_OF_ACTOR') throw new Error(`${action} was forged: ${reason}`);
  console.log(`        refused to ${RIVAL} as ${actor}: ${reason}`);
}

async function tellStory() {
  await prepareStanding();
  const shop = await openShop();
  const { batch, video } = await captureInfringement(shop.url, guarded);
  shop.close();
  await timestampCapture(batch, guarded);
  await goToNotary(video, guarded);
  await takeCustody(readMatter(), guarded);
  await certify(readMatter(), guarded);
  await goToInstitution(video, guarded);
  await appraise(readMatter(), guarded);
  await goToCourt(video, guarded);
  await checkSubmission(readMatter(), guarded);
  await hearObjection(readMatter(), guarded);
  await rule(readMatter(), guarded);
  return video;
}

const TRACE = `query ($id: String!, $seen: Position) {
  evidenceItem(id: $id, minPosition: $seen) {
    timestamps { position genTime authorityId relation }
    sealed { owners interval { notBefore notAfter } }
    trace {
      notBefore notAfter
      hands { organisationId fromPosition fromTime }
      steps { stage step { position time type actorId } }
      gaps { kind stage position recordId }
    }
  }
}`;

/** Steps, hands, tokens and gaps, in the one order that there is: that of the log. */
function timeline({ timestamps, trace }) {
  const lines = [
    ...trace.steps.map(({ stage, step: { position, time, type, actorId } }) => {
      const what = `${stage.toLowerCase()}  ${type.slice('evidence.'.length)}`;
      return [position, 0, `${time}  ${what}  ${actorId ?? 'the rules'}`];
    }),
    ...timestamps.map(({ position, genTime, authorityId, relation }) => {
      return [position, 1, `  TOKEN  ${genTime} by ${authorityId}, ${relation.toLowerCase()}`];
    }),
    ...trace.hands.map(({ fromPosition, organisationId }) => {
      return [fromPosition, 2, `  HAND   from here on with ${organisationId}`];
    }),
    ...trace.gaps.map(({ position, kind, stage, recordId }) => {
      const what = kind.toLowerCase().replaceAll('_', ' ');
      return [position, 3, `  GAP    ${stage.toLowerCase()}: ${what} (${recordId})`];
    }),
  ];
  const inOrder = lines.sort(([left, one], [right, other]) => left - right || one - other);
  return inOrder.map(([position, , text]) => `${String(position).padStart(6)}  ${text}`);
}

/** Everything about the video in one file, complete by the ledger's own count of the steps. */
async function makeExhibit(item) {
  const { item: id, subjects } = await stepsToPin(endpoint, item);
  await act('clerk@court', 'PinSteps', { item: id, subjects });
  const { genesis } = pinnedGenesis();
  const parts = await collectBundle(endpoint, { item, genesis: canonicalJson(genesis) });
  keep(
    'exhibit.zip',
    assembleBundle({ ...parts, content: { name: 'clip.mp4', bytes: kept('clip.mp4') } }),
  );
}

/** What the court's verifier says, under the ledger and the authorities that the court trusts. */
async function verifyExhibit() {
  const chains = await Promise.all(
    timeAuthorities.map(async ({ url }) => (await fetch(`${url}/chain.pem`)).text()),
  );
  const roots = chains.map((chain) => new Uint8Array(new X509Certificate(lastIn(chain)).raw));
  return verifyBundle(kept('exhibit.zip'), { trust: { ledger: pinnedGenesis().ledger, roots } });
}

function lastIn(chain) {
  return `-----BEGIN CERTIFICATE-----${chain.split('-----BEGIN CERTIFICATE-----').at(-1)}`;
}

const video = await tellStory();
const { evidenceItem } = await ask(TRACE, { id: video });
const { hands, gaps } = evidenceItem.trace;
const { owners, interval } = evidenceItem.sealed;
console.log(`\nthe trace of ${video}`);
console.log(`not older than ${interval.notBefore}, not younger than ${interval.notAfter}`);
console.log(`sealed by ${owners.join(' and ')}`);
for (const line of timeline(evidenceItem)) console.log(line);
console.log(`${hands.length} hands, ${gaps.length} gaps`);
await makeExhibit(video);
const { code, sections } = await verifyExhibit();
for (const { section, status } of sections) console.log(`section ${section}: ${status}`);
console.log(`exit code ${code}`);
process.exitCode = code;
