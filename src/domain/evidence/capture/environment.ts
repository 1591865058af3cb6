/**
 * The cleanliness check (清洁性检查) before anything is captured: a report outside the log and the
 * result of each check of a fixed list. It comes before the first artefact or not at all
 * (SF/T 0091-2021; a case was saved only because a check had been made before capture).
 */
import type { Hex } from '../../../crypto/bytes.js';
import {
  action,
  type Action,
  type Decision,
  event,
  type StateReader,
  type StateWrite,
} from '../../domainModule.js';
import { actionData, hex, object, oneOf } from '../../shape.js';
import { type Content, content, refuseContent } from '../content.js';
import { changed } from '../records.js';
import { CAPTURE, capturer, collectorsCapture } from './capture.js';

const RESULTS = ['pass', 'fail'] as const;
const result = oneOf(RESULTS);

/** Every check has to be made; each by its name in the report. */
const checks = object({
  /** The hosts file redirects no name. */
  hostsFile: result,
  /** No proxy, no local server in between. */
  proxy: result,
  /** Names resolve as two independent resolvers have them. */
  dns: result,
  /** The clock is within a second of reference time. */
  clockOffset: result,
  /** No process on the list that could alter what is shown. */
  processList: result,
  /** The system is as it was installed. */
  deviceIntegrity: result,
});

export type EnvironmentChecks = ReturnType<typeof checks>;

export type EnvironmentChecked = {
  readonly capture: Hex;
  readonly report: Content;
  readonly checks: EnvironmentChecks;
  /** `passed` when every check passed. The rules work it out; nobody states it. */
  readonly result: 'passed' | 'failed';
  readonly by: string;
};

const recording = object({ capture: hex(32), report: content, checks });

export const environmentActions = {
  'evidence.RecordEnvironment': action({
    read: actionData(recording),
    subject: capturer,
    decide: decideRecord,
  }),
};

export const environmentEvents = {
  'evidence.EnvironmentChecked': event(evolveChecked),
};

function decideRecord(asked: Action<ReturnType<typeof recording>>, state: StateReader): Decision {
  const { actor, data } = asked;
  const record = collectorsCapture(asked, state, ['opened']);
  if ('refused' in record) return record;
  const refusal = refuseContent(data.report, 'data.report');
  if (refusal !== undefined) return refusal;
  const isClean = Object.values(data.checks).every((each) => each === 'pass');
  const checked: EnvironmentChecked = {
    ...data,
    result: isClean ? 'passed' : 'failed',
    by: actor,
  };
  return [{ type: 'evidence.EnvironmentChecked', data: checked }];
}

function evolveChecked(checked: EnvironmentChecked, state: StateReader): StateWrite[] {
  const { capture: id, result: environment } = checked;
  return [changed(state, CAPTURE, { id, status: 'environment-checked', environment })];
}
