/**
 * The whole story, from the capture of a page to the ruling of a court, against a running ledger.
 * Before each step a wrong hand tries it, with the very data of the right one, and is refused;
 * where anybody may take the step, the wrong hand forges the name of the right one. At the end
 * stands the trace of the video: every hand and every gap.
 *
 *   npm start                       (in another terminal)
 *   node examples/courtroom.mjs
 */
import { keySigner } from 'civic-ledger/client';
import { checkSubmission, hearObjection, rule } from './court.mjs';
import { privateKeyOf, signerOf } from './demo.mjs';
import { appraise } from './forensicInstitution.mjs';
import { openShop } from './infringingShop.mjs';
import {
  captureInfringement,
  goToCourt,
  goToInstitution,
  goToNotary,
  timestampCapture,
} from './ipOwner.mjs';
import { act, ask, attempt, readMatter } from './matter.mjs';
import { certify, takeCustody } from './notaryOffice.mjs';
import { prepareStanding } from './standing.mjs';

const RIVAL = 'counsel@other-party';
const CLERK = 'clerk@court';
const NOTARY = 'notary@notary-office';

/** Who must not take each step, and the refusal that says so. */
const WRONG_HANDS = {
  OpenCapture: [CLERK, 'ROLE_MISSING'],
  RecordEnvironment: [RIVAL, 'NOT_COLLECTOR'],
  RecordArtefacts: [RIVAL, 'NOT_COLLECTOR'],
  CloseCapture: [RIVAL, 'NOT_COLLECTOR'],
  SealCapture: [RIVAL, 'NOT_COLLECTOR'],
  AttachTimestamp: ['officer@regulator', 'ROLE_MISSING'],
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

const video = await tellStory();
const { evidenceItem } = await ask(TRACE, { id: video });
const { notBefore, notAfter, hands, gaps } = evidenceItem.trace;
console.log(`\nthe trace of ${video}`);
console.log(`not older than ${notBefore}, not younger than ${notAfter}`);
for (const line of timeline(evidenceItem)) console.log(line);
console.log(`${hands.length} hands, ${gaps.length} gaps`);
