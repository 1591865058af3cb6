/** TSTInfo (RFC 3161 §2.4.2): what the authority signs. Written and strictly read. */
import {
  explicitValue,
  integerOf,
  oidOf,
  sequenceFields,
  smallIntegerOf,
} from '../crypto/derFields.js';
import {
  contextTag,
  DerShape,
  type DerValue,
  primitiveContextTag,
  readDer,
  TAG,
} from '../crypto/derReader.js';
import {
  derContext,
  derInteger,
  derOid,
  derPrimitiveContext,
  derSequence,
  integerContent,
} from '../crypto/derWriter.js';
import type { Instant } from '../ledger/instant.js';
import { derGeneralizedTime, genTimeOf, type PreciseTime } from './derTime.js';
import { extensionsOf, trueOnly, unknownCritical } from './extensions.js';
import { TimestampInvalid } from './faults.js';
import { derImprint, type Imprint, imprintOf, nonceOf, requireVersion } from './request.js';

export interface TstInfo {
  /** Dotted. */
  readonly policy: string;
  readonly imprint: Imprint;
  readonly serial: bigint;
  readonly genTime: PreciseTime;
  /** How far the time may be off, in microseconds; undefined when the token does not say. */
  readonly accuracyMicroseconds: number | undefined;
  readonly nonce: bigint | undefined;
  /** DER of the GeneralName of the authority. */
  readonly authorityName: Uint8Array | undefined;
}

const ACCURACY_SECONDS_MAX = 31_536_000;
const DIRECTORY_NAME = 4;

/** The TSTInfo that `bytes` are the DER of. Throws TimestampInvalid, NotDer or DerShape. */
export function readTstInfo(bytes: Uint8Array): TstInfo {
  const fields = sequenceFields(readDer(bytes), 'TSTInfo');
  requireVersion(fields.take(TAG.integer, 'version'));
  const policy = oidOf(fields.take(TAG.oid, 'policy'));
  const imprint = imprintOf(fields.take(TAG.sequence, 'messageImprint'));
  const serial = integerOf(fields.take(TAG.integer, 'serialNumber'));
  const genTime = genTimeOf(fields.takeAny('genTime'));
  const accuracyMicroseconds = accuracyOf(fields.takeIf(TAG.sequence));
  trueOnly(fields.takeIf(TAG.boolean), 'ordering');
  const nonce = nonceOf(fields.takeIf(TAG.integer));
  const name = fields.takeIf(contextTag(0));
  const authorityName = name && explicitValue(name, 'tsa').bytes;
  refuseExtensions(fields.takeIf(contextTag(1)));
  fields.end();
  if (serial < 0n) throw new DerShape('the serial number is negative');
  return { policy, imprint, serial, genTime, accuracyMicroseconds, nonce, authorityName };
}

function accuracyOf(value: DerValue | undefined): number | undefined {
  if (value === undefined) return undefined;
  const fields = sequenceFields(value, 'accuracy');
  const seconds = fields.takeIf(TAG.integer);
  const millis = fields.takeIf(primitiveContextTag(0));
  const micros = fields.takeIf(primitiveContextTag(1));
  fields.end();
  const whole = seconds && smallIntegerOf(seconds, ACCURACY_SECONDS_MAX, 'seconds of accuracy');
  return (whole ?? 0) * 1_000_000 + thousandths(millis) * 1_000 + thousandths(micros);
}

/** 1 to 999, in an INTEGER under an IMPLICIT tag; 0 when it is not there. */
function thousandths(value: DerValue | undefined): number {
  if (value === undefined) return 0;
  // Under an IMPLICIT tag the reader has not looked at the form of the number.
  const [first = 0, second = 0] = value.content;
  const isMinimal = value.content.length === 1 || (value.content.length === 2 && first < 0x80);
  const isPadded = value.content.length === 2 && first === 0 && second < 0x80;
  const number = isMinimal && !isPadded ? integerOf(value) : 0n;
  if (number >= 1n && number <= 999n) return Number(number);
  throw new DerShape('a part of the accuracy is not from 1 to 999');
}

function refuseExtensions(value: DerValue | undefined): void {
  if (value === undefined) return;
  const unknown = unknownCritical(extensionsOf(value, 'TSTInfo'), new Set());
  if (unknown !== undefined) throw new TimestampInvalid('TOKEN_EXTENSION', unknown);
}

/** What is written into a token. */
export interface NewTstInfo {
  readonly policy: string;
  readonly imprint: Imprint;
  readonly serial: bigint;
  readonly genTime: Instant;
  /** Undefined: the token does not say how exact it is (RFC 3161 §2.4.2 leaves that open). */
  readonly accuracyMilliseconds: number | undefined;
  readonly nonce: bigint | undefined;
  /** DER of the subject of the authority's certificate. */
  readonly authority: Uint8Array;
}

/** DER of a TSTInfo without extensions. Tokens of one second have no order: `ordering` is FALSE. */
export function derTstInfo(info: NewTstInfo): Uint8Array {
  const { policy, imprint, serial, genTime, accuracyMilliseconds, nonce, authority } = info;
  return derSequence(
    derInteger(1),
    derOid(policy),
    derImprint(imprint),
    derInteger(serial),
    derGeneralizedTime(genTime),
    ...(accuracyMilliseconds === undefined ? [] : [derAccuracy(accuracyMilliseconds)]),
    ...(nonce === undefined ? [] : [derInteger(nonce)]),
    derContext(0, derContext(DIRECTORY_NAME, authority)),
  );
}

function derAccuracy(milliseconds: number): Uint8Array {
  const seconds = Math.floor(milliseconds / 1_000);
  const rest = milliseconds % 1_000;
  return derSequence(
    ...(seconds === 0 ? [] : [derInteger(seconds)]),
    ...(rest === 0 ? [] : [derPrimitiveContext(0, integerContent(BigInt(rest)))]),
  );
}
