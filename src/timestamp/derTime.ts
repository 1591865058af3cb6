/**
 * Times in DER: GeneralizedTime (X.690 §11.7) and UTCTime (§11.8), always in UTC and with seconds.
 * No clock and no date library: a time is text, and its order is the order of the text.
 */
import { DerShape, type DerValue, TAG } from '../crypto/derReader.js';
import { derValue } from '../crypto/derWriter.js';
import { utf8 } from '../crypto/bytes.js';
import { type Instant, isInstant } from '../ledger/instant.js';
import { TimestampInvalid } from './faults.js';

/** An instant with the microseconds that its text form has no place for. */
export interface PreciseTime {
  /** Cut to milliseconds. */
  readonly instant: Instant;
  /** 0 to 999. */
  readonly microseconds: number;
}

const DATE_TIME = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})/;
const GENERALIZED = /^\d{14}(?:\.(\d{0,5}[1-9]))?Z$/;
const UTC_TIME = /^\d{12}Z$/;

/** The genTime of a token: GeneralizedTime with up to six fraction digits, the last not 0. */
export function genTimeOf(value: DerValue): PreciseTime {
  const text = asciiOf(value);
  const match = GENERALIZED.exec(text);
  if (value.tag !== TAG.generalizedTime || match === null) {
    throw new TimestampInvalid('GEN_TIME', JSON.stringify(text));
  }
  const fraction = (match[1] ?? '').padEnd(6, '0');
  const instant = instantOf(text, fraction.slice(0, 3));
  if (instant === undefined) throw new TimestampInvalid('GEN_TIME', JSON.stringify(text));
  return { instant, microseconds: Number(fraction.slice(3)) };
}

/** A time of a certificate or revocation list (RFC 5280 §4.1.2.5): no fraction of a second. */
export function validityTimeOf(value: DerValue, name: string): Instant {
  const text = asciiOf(value);
  const full =
    value.tag === TAG.utcTime && UTC_TIME.test(text)
      ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}`
      : text;
  const isForm = value.tag === TAG.utcTime || value.tag === TAG.generalizedTime;
  const instant = isForm && /^\d{14}Z$/.test(full) ? instantOf(full, '000') : undefined;
  if (instant === undefined) throw new DerShape(`${name} is no time in UTC with seconds`);
  return instant;
}

function instantOf(text: string, milliseconds: string): Instant | undefined {
  const instant = text.slice(0, 14).replace(DATE_TIME, `$1-$2-$3T$4:$5:$6.${milliseconds}Z`);
  return isInstant(instant) ? instant : undefined;
}

function asciiOf({ content }: DerValue): string {
  return String.fromCharCode(...content.subarray(0, 32));
}

/** GeneralizedTime of an instant: no fraction when it is zero, no trailing zeros otherwise. */
export function derGeneralizedTime(instant: Instant): Uint8Array {
  const digits = instant.slice(0, 19).replace(/[-T:]/g, '');
  const fraction = instant.slice(19, 23).replace(/\.?0+$/, '');
  return derValue(TAG.generalizedTime, utf8(`${digits}${fraction}Z`));
}

/** The time of a certificate: UTCTime before 2050, GeneralizedTime from then on; whole seconds. */
export function derValidityTime(instant: Instant): Uint8Array {
  const digits = `${instant.slice(0, 19).replace(/[-T:]/g, '')}Z`;
  const isUtcTime = instant >= '1950' && instant < '2050';
  const tag = isUtcTime ? TAG.utcTime : TAG.generalizedTime;
  return derValue(tag, utf8(isUtcTime ? digits.slice(2) : digits));
}
