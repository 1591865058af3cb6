/**
 * Section C: who took it, with what, how it was kept (在线诉讼规则 第18条, 民事诉讼证据规定 第93条). What the
 * bundle does not show is not proven; nothing is filled in.
 */
import type { JsonValue } from '../../crypto/canonicalJson.js';
import { isObject } from '../../ledger/recordShape.js';
import type { BundleEvent } from './bundleStep.js';
import { eventsOf, type Examination, textIn, textsIn } from './examination.js';
import { fail, type Finding, notChecked, notProven, pass } from './finding.js';
import { commitmentOf, receiptFaults } from './integrity.js';
import { keyHistory } from './keyHistory.js';
import { BETWEEN_VALUES } from './terms.js';
import { captureOf, claimantOf } from './time.js';

/** C1: every step is signed, by a key whose origin the bundle shows. */
export function signatureFindings(exam: Examination): readonly Finding[] {
  const faults = receiptFaults(exam, 'C1');
  if (faults.length > 0) return faults;
  const { steps, registration } = exam;
  if (registration === undefined) return [notChecked('NO_RECEIPT')];
  const isBound = keyHistory(exam.genesis, exam.events);
  const strangers = new Set(
    steps.filter(({ body, position }) => !isBound(body, position)).map(({ body }) => body.actor),
  );
  const signers = new Set(steps.map(({ body }) => body.actor)).size;
  const sound = pass('SIGNATURES_SOUND', { count: steps.length, signers });
  return [sound, ...[...strangers].sort().map((actor) => notProven('KEY_UNBOUND', { actor }))];
}

/** C2: from the beacon to the seal, without a gap. */
export function courseFindings(exam: Examination): readonly Finding[] {
  if (exam.registration === undefined) return [notChecked('NO_RECEIPT')];
  const opened = captureOf(exam);
  if (opened === undefined) {
    const isSealed = exam.registration.derived.some(({ type }) => type.endsWith('CaptureSealed'));
    return [isSealed ? fail('CAPTURE_MISSING') : notProven('CAPTURE_NONE')];
  }
  const gap = numberingGap(exam, opened);
  if (gap !== undefined) return [gap];
  return [environmentFinding(exam, opened), ...collectorFindings(exam, opened)];
}

function ofCapture(exam: Examination, opened: BundleEvent, type: string): readonly BundleEvent[] {
  const { capture } = opened.data;
  return eventsOf(exam, type).filter(({ data }) => data['capture'] === capture);
}

/** Artefacts are numbered through, and the closing pins how many there are. */
function numberingGap(exam: Examination, opened: BundleEvent): Finding | undefined {
  let count = 0;
  for (const { data } of ofCapture(exam, opened, 'ArtefactsRecorded')) {
    if (data['first'] !== count) return fail('ARTEFACTS_GAP', { number: count });
    count += artefactsIn(data).length;
  }
  const [closed] = ofCapture(exam, opened, 'CaptureClosed');
  if (closed === undefined) return fail('CAPTURE_UNCLOSED');
  if (closed.data['count'] !== count) return fail('ARTEFACTS_GAP', { number: count });
  return undefined;
}

function artefactsIn(data: BundleEvent['data']): readonly JsonValue[] {
  const { artefacts } = data;
  return Array.isArray(artefacts) ? (artefacts as readonly JsonValue[]) : [];
}

function environmentFinding(exam: Examination, opened: BundleEvent): Finding {
  const [checked] = ofCapture(exam, opened, 'EnvironmentChecked');
  const [first] = ofCapture(exam, opened, 'ArtefactsRecorded');
  if (checked === undefined) return notProven('ENVIRONMENT_UNCHECKED');
  if (first !== undefined && first.step.position < checked.step.position) {
    return fail('ENVIRONMENT_LATE');
  }
  const isPassed = checked.data['result'] === 'passed';
  return isPassed ? pass('ENVIRONMENT_PASSED') : notProven('ENVIRONMENT_FAILED');
}

function collectorFindings(exam: Examination, opened: BundleEvent): readonly Finding[] {
  const cosigned = ofCapture(exam, opened, 'CaptureCosigned').map(({ data }) => textIn(data, 'by'));
  const signed = [textIn(opened.data, 'by'), ...cosigned];
  const missing = textsIn(opened.data, 'collectors').filter((each) => !signed.includes(each));
  return missing.map((collector) => notProven('COLLECTOR_UNSIGNED', { collector }));
}

/** C3: the tool was on record before, and its build is named. */
export function toolFindings(exam: Examination): readonly Finding[] {
  const opened = captureOf(exam);
  if (opened === undefined) return [notProven('CAPTURE_NONE')];
  const build = textIn(opened.data, 'tool');
  const ofTool = (type: string): BundleEvent | undefined =>
    eventsOf(exam, type).find(({ data }) => data['build'] === build);
  const registered = ofTool('ToolRegistered');
  if (registered === undefined || registered.step.position > opened.step.position) {
    return [notProven('TOOL_UNKNOWN', { build })];
  }
  return [
    ofTool('ToolWithdrawn') === undefined
      ? pass('TOOL_KNOWN', { build })
      : notProven('TOOL_WITHDRAWN', { build }),
  ];
}

const CORROBORATED = ['web-auto', 'web-manual'];
const CORROBORATING = ['page-image', 'page-source', 'network-log'];

/** C4: picture, source and network log of one page. That they agree is for an appraiser. */
export function corroborationFindings(exam: Examination): readonly Finding[] {
  const opened = captureOf(exam);
  if (opened === undefined) return [notProven('CAPTURE_NONE')];
  if (!CORROBORATED.includes(textIn(opened.data, 'profile'))) return [notChecked('PROFILE_ALONE')];
  const roles = ofCapture(exam, opened, 'ArtefactsRecorded')
    .flatMap(({ data }) => artefactsIn(data))
    .map((artefact) => (isObject(artefact) ? textIn(artefact, 'role') : ''));
  const absent = CORROBORATING.filter((role) => !roles.includes(role));
  return absent.length === 0
    ? [pass('CORROBORATED')]
    : [notProven('UNCORROBORATED', { roles: absent.join(BETWEEN_VALUES) })];
}

/** C5: one holder after the other, each with the same digests. */
export function custodyFindings(exam: Examination): readonly Finding[] {
  const { registration, manifest } = exam;
  if (registration === undefined) return [notChecked('NO_RECEIPT')];
  const types = ['CustodyOffered', 'CustodyAccepted', 'CustodyRefused', 'CustodyExpired'];
  const steps = eventsOf(exam, ...types).filter(({ data }) => data['item'] === manifest.item);
  let custody: Custody = { holder: claimantOf(exam), open: undefined, hands: 0, faults: [] };
  for (const step of steps) custody = afterStep(custody, step, commitmentOf(exam));
  const { open, faults, holder, hands } = custody;
  const unanswered = open === undefined ? [] : [notProven('CUSTODY_UNANSWERED')];
  if (faults.length > 0) return [...faults, ...unanswered];
  return [pass('CUSTODY_UNBROKEN', { holder, hands }), ...unanswered];
}

interface Custody {
  readonly holder: string;
  readonly open: BundleEvent['data'] | undefined;
  readonly hands: number;
  readonly faults: readonly Finding[];
}

function afterStep(custody: Custody, step: BundleEvent, commitment: string | undefined): Custody {
  const { type, data } = step;
  if (type === 'evidence.CustodyOffered') return afterOffer(custody, step, commitment);
  const { open, faults } = custody;
  if (open === undefined || open['offer'] !== data['offer']) {
    return { ...custody, faults: [...faults, fail('CUSTODY_GAP', { at: step.step.position })] };
  }
  if (type === 'evidence.CustodyAccepted') {
    const isSame = contentOf(data) === contentOf(open);
    const differs = isSame ? [] : [fail('CUSTODY_DIFFERS', { at: step.step.position })];
    const next = { ...custody, holder: textIn(data, 'holder'), hands: custody.hands + 1 };
    return { ...next, open: undefined, faults: [...faults, ...differs] };
  }
  const isMismatch = data['reason'] === 'mismatch';
  const disputed = isMismatch ? [notProven('CUSTODY_DISPUTED', { at: step.step.position })] : [];
  return { ...custody, open: undefined, faults: [...faults, ...disputed] };
}

function afterOffer(
  custody: Custody,
  { data, step }: BundleEvent,
  commitment: string | undefined,
): Custody {
  const { open, holder, faults } = custody;
  const isNext = open === undefined && data['holder'] === holder;
  const gap = isNext ? [] : [fail('CUSTODY_GAP', { at: step.position })];
  const isItem = contentOf(data) === commitment;
  const differs = isItem ? [] : [fail('CUSTODY_DIFFERS', { at: step.position })];
  return { ...custody, open: data, faults: [...faults, ...gap, ...differs] };
}

function contentOf({ content }: BundleEvent['data']): string {
  return isObject(content) ? textIn(content, 'commitment') : '';
}
