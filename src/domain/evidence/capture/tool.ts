/**
 * Capture tools: programs whose build is on record before they capture anything (互联网法院规定
 * 第11条: with what tool, and reproducible). A build is named by its SHA-256, a profile by a closed
 * list; a build that turns out faulty is withdrawn, and opens nothing more.
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
import { type Refusal, refuse } from '../../refusals.js';
import { actionData, hex, object, oneOf, set } from '../../shape.js';
import {
  changed,
  inCharge,
  ownRecordAt,
  type Owned,
  recordAt,
  type RecordKind,
  recordKey,
  recordOf,
} from '../records.js';

/** How a content is captured (SF/T 0091-2021 names the kinds; `criminal`: 刑诉解释 第110–115条). */
export const PROFILES = [
  'web-auto',
  'web-manual',
  'screen',
  'photo-video',
  'call',
  'system-log',
  'contract-signing',
  'import',
  'criminal',
] as const;
export type Profile = (typeof PROFILES)[number];

export const TOOL_END_REASONS = ['fault', 'replaced', 'registered-in-error'] as const;

export type ToolRegistered = {
  /** SHA-256 of the build. */
  readonly build: Hex;
  readonly organisation: string;
  readonly profiles: readonly string[];
  readonly by: string;
};

export type ToolWithdrawn = {
  readonly build: Hex;
  readonly reason: (typeof TOOL_END_REASONS)[number];
  readonly by: string;
};

type ToolRecord = Owned & {
  readonly profiles: readonly string[];
  readonly status: 'registered' | 'withdrawn';
};

const TOOL: RecordKind = {
  prefix: 'tool',
  what: 'a registered capture tool',
  unknown: 'TOOL_UNKNOWN',
  wrongStatus: 'TOOL_WITHDRAWN',
};

const registration = object({
  build: hex(32),
  profiles: set(1, PROFILES.length, oneOf(PROFILES)),
});

export const toolActions = {
  'evidence.RegisterTool': action({ read: actionData(registration), decide: decideRegister }),
  'evidence.WithdrawTool': action({
    read: actionData(object({ build: hex(32), reason: oneOf(TOOL_END_REASONS) })),
    subject: ({ build: id }, state) => inCharge(TOOL, { id, field: 'data.build' }, state),
    decide: decideWithdraw,
  }),
};

export const toolEvents = {
  'evidence.ToolRegistered': event(evolveRegistered),
  'evidence.ToolWithdrawn': event(({ build: id }: ToolWithdrawn, state) => [
    changed(state, TOOL, { id, status: 'withdrawn' }),
  ]),
};

/** Why `build` may not capture under `profile`, or undefined. */
export function refuseTool(state: StateReader, build: Hex, profile: Profile): Refusal | undefined {
  const field = 'data.tool';
  const tool = recordAt<ToolRecord>(state, TOOL, { id: build, field, from: ['registered'] });
  if ('refused' in tool) return tool;
  if (tool.profiles.includes(profile)) return undefined;
  const value = `a tool for ${tool.profiles.join(', ')}`;
  return refuse('TOOL_NOT_FOR_PROFILE', { field, limit: `a tool for ${profile}`, value });
}

function decideRegister(
  { actor, organisation, data }: Action<ReturnType<typeof registration>>,
  state: StateReader,
): Decision {
  if (recordOf<ToolRecord>(state, TOOL, data.build) !== undefined) {
    const facts = { field: 'data.build', limit: 'a new build', value: data.build };
    return refuse('TOOL_EXISTS', facts);
  }
  const registered: ToolRegistered = { ...data, organisation, by: actor };
  return [{ type: 'evidence.ToolRegistered', data: registered }];
}

function evolveRegistered({ build, organisation, profiles }: ToolRegistered): StateWrite[] {
  const record: ToolRecord = { organisation, profiles, status: 'registered' };
  return [[recordKey(TOOL, build), record]];
}

function decideWithdraw(
  { actor, organisation, data }: Action<Omit<ToolWithdrawn, 'by'>>,
  state: StateReader,
): Decision {
  const step = { id: data.build, field: 'data.build', from: ['registered'], organisation };
  const tool = ownRecordAt<ToolRecord>(state, TOOL, step);
  if ('refused' in tool) return tool;
  const withdrawn: ToolWithdrawn = { ...data, by: actor };
  return [{ type: 'evidence.ToolWithdrawn', data: withdrawn }];
}
