/**
 * Admission of one signed event: everything that can be said about it from its own bytes, the
 * genesis document and nothing else. Pure and synchronous, so that workers check before ordering
 * and an engine can check again what a proposer sends (ProcessProposal), with the same answer on
 * every node.
 */
import type { Hex } from '../crypto/bytes.js';
import type { JsonValue } from '../crypto/canonicalJson.js';
import { preparePublicKey } from '../crypto/publicKey.js';
import { sha256Hex } from '../crypto/sha256.js';
import { InvalidJson, readCanonical } from '../crypto/strictJson.js';
import { isSuiteName, SUITES } from '../crypto/suiteTable.js';
import { isInstant } from '../ledger/instant.js';
import { hasMembers, isObject } from '../ledger/recordShape.js';
import { SIGNED_EVENT_PREFIX, type SignedEvent, signingText } from '../ledger/signedEvent.js';
import { type AdmissionCode, InvalidEvent } from './invalidEvent.js';

/** What the genesis document says about admission. */
export interface AdmissionRules {
  /** Genesis hash: the only `ledger` that events may name. */
  readonly ledgerId: Hex;
  /** Names of the signature suites in force. */
  readonly suites: readonly string[];
  readonly limits: {
    /** UTF-8 bytes of one event body. */
    readonly eventBytes: number;
  };
}

/** Nested arrays and objects in a body, itself included. */
export const BODY_DEPTH_MAX = 32;

const PREFIX_BYTES = Buffer.byteLength(SIGNED_EVENT_PREFIX);
const MEMBERS = ['actor', 'data', 'id', 'key', 'ledger', 'notAfter', 'type'];
const MEMBERS_JOINED = MEMBERS.join();
/** No suite has signatures of more than 72 bytes. */
const SIGNATURE_CHARACTERS_MAX = 144;
const LOWER_HEX = /^(?:[0-9a-f]{2})*$/;

/**
 * The event's hash when it may be ordered; throws InvalidEvent, with index 0, when it may not.
 * Checks in this order: size, canonical JSON, members, ledger, suite, key, signature.
 */
export function admitEvent({ body, signature }: SignedEvent, rules: AdmissionRules): Hex {
  const message = signedBytes(body, rules);
  const { key } = readBody(body, rules);
  assertSuite(key, rules);
  assertSigned({ key, message, signature });
  return sha256Hex(message);
}

function signedBytes(body: string, rules: AdmissionRules): Uint8Array {
  const { eventBytes } = rules.limits;
  // A text has at least as many bytes as code units: a huge one is refused before it is encoded.
  const message = body.length > eventBytes ? undefined : Buffer.from(signingText(body));
  if (message === undefined || message.length - PREFIX_BYTES > eventBytes) {
    const value = `${Buffer.byteLength(body)} bytes`;
    throw invalid('EVENT_TOO_LARGE', {
      field: 'body',
      limit: `at most ${eventBytes} bytes`,
      value,
    });
  }
  return message;
}

/** The members that later checks need, after all seven have been checked. */
function readBody(body: string, rules: AdmissionRules): { readonly key: string } {
  const value = parseBody(body, rules);
  if (!isObject(value) || !hasMembers(value, MEMBERS_JOINED)) throw wrongMembers(value);
  for (const name of MEMBERS) assertMember(name, value[name]);
  if (value['ledger'] !== rules.ledgerId) {
    const facts = { field: 'ledger', limit: rules.ledgerId, value: shown(value['ledger']) };
    throw invalid('WRONG_LEDGER', facts);
  }
  return value as { readonly key: string };
}

function parseBody(body: string, rules: AdmissionRules): JsonValue {
  const limits = {
    characters: rules.limits.eventBytes,
    depth: BODY_DEPTH_MAX,
    integersOnly: true,
  };
  try {
    return readCanonical(body, limits);
  } catch (error) {
    if (!(error instanceof InvalidJson)) throw error;
    const { expected, found, offset } = error;
    const limit = `RFC 8785 canonical JSON: ${expected} at offset ${offset}`;
    throw invalid('NOT_CANONICAL', { field: 'body', limit, value: found });
  }
}

function wrongMembers(value: JsonValue): InvalidEvent {
  const limit = `an object with exactly ${MEMBERS.join(', ')}`;
  if (!isObject(value)) return invalid('MALFORMED', { field: 'body', limit, value: shown(value) });
  const missing = MEMBERS.find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) {
    return invalid('MALFORMED', { field: missing, limit: 'present', value: 'missing' });
  }
  const unknown = Object.keys(value).find((name) => !MEMBERS.includes(name)) as string;
  const facts = { field: cut(unknown), limit: 'absent', value: shown(value[unknown]) };
  return invalid('MALFORMED', facts);
}

interface MemberRule {
  readonly limit: string;
  readonly fits: (value: JsonValue | undefined) => boolean;
}

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';

/** The form of each member; what an actor, a type or the data mean is for the rules. */
const MEMBER_RULES: { readonly [name: string]: MemberRule } = {
  actor: pattern(`^${LABEL}@${LABEL}$`, '<handle>@<organisation>, both lower-case labels'),
  data: { limit: 'an object', fits: isObject },
  id: pattern('^[A-Za-z0-9._:-]{1,64}$', '1 to 64 characters of A-Z a-z 0-9 . _ : -'),
  key: pattern('^[a-z0-9-]{1,32}:[0-9a-f]{2,256}$', '<suite>:<lower-case hex>'),
  ledger: pattern('^[0-9a-f]{64}$', 'lower-case hex of 32 bytes'),
  notAfter: { limit: 'an RFC 3339 UTC instant with milliseconds', fits: isInstant },
  type: pattern('^[a-z][a-z0-9]{0,31}\\.[A-Z][A-Za-z0-9]{0,63}$', '<domain>.<Action>'),
};

function pattern(source: string, limit: string): MemberRule {
  const expression = new RegExp(source);
  return { limit, fits: (value) => typeof value === 'string' && expression.test(value) };
}

function assertMember(name: string, value: JsonValue | undefined): void {
  const { limit, fits } = MEMBER_RULES[name] as MemberRule;
  if (!fits(value)) throw invalid('MALFORMED', { field: name, limit, value: shown(value) });
}

function assertSuite(key: string, rules: AdmissionRules): void {
  const suite = key.slice(0, key.indexOf(':'));
  if (isSuiteName(suite) && rules.suites.includes(suite)) return;
  const limit = `a key of one of the suites ${rules.suites.join(', ')}`;
  throw invalid('UNKNOWN_SUITE', { field: 'key', limit, value: suite });
}

function assertSigned(signed: {
  readonly key: string;
  readonly message: Uint8Array;
  readonly signature: Hex;
}): void {
  const { key, message, signature } = signed;
  const prepared = preparePublicKey(key);
  if (prepared === undefined) {
    const limit = 'a key that its suite allows to be enrolled';
    throw invalid('BAD_KEY', { field: 'key', limit, value: cut(key) });
  }
  const bytes = signatureBytes(key, signature);
  if (!prepared.verify(message, bytes)) {
    const limit = 'the signature of the prefix and this body by `key`';
    throw invalid('BAD_SIGNATURE', { field: 'signature', limit, value: signature });
  }
}

function signatureBytes(key: string, signature: Hex): Uint8Array {
  const suite = key.slice(0, key.indexOf(':')) as keyof typeof SUITES;
  if (signature.length <= SIGNATURE_CHARACTERS_MAX && LOWER_HEX.test(signature)) {
    const bytes = Buffer.from(signature, 'hex');
    if (SUITES[suite].isSignatureForm(bytes)) return bytes;
  }
  const limit = `lower-case hex of ${SUITES[suite].signatureForm}`;
  throw invalid('BAD_SIGNATURE', { field: 'signature', limit, value: shown(signature) });
}

function invalid(
  code: AdmissionCode,
  facts: { readonly field: string; readonly limit: string; readonly value: string },
): InvalidEvent {
  return new InvalidEvent({ index: 0, code, ...facts });
}

const SHOWN_CHARACTERS_MAX = 120;

/** A value as text for the caller: never the whole of a long one. */
function shown(value: JsonValue | undefined): string {
  return cut(JSON.stringify(value) ?? 'missing');
}

function cut(text: string): string {
  return text.length > SHOWN_CHARACTERS_MAX ? `${text.slice(0, SHOWN_CHARACTERS_MAX)}…` : text;
}
