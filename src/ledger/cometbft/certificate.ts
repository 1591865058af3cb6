/**
 * The certificate of a ledger block (docs/formats.md §19): a light block of CometBFT whose header
 * carries the block's hash, and every change of the validators that leads from a set which the
 * reader has to the one that voted. Here is its form; verifyCertificate.ts says what it is worth.
 */
import { canonicalJson, type JsonObject, type JsonValue } from '../../crypto/canonicalJson.js';
import { parseCanonical } from '../parseEvent.js';
import { hasMembers, isObject } from '../recordShape.js';
import { encodeLightBlock, readLightBlock } from './lightBlockText.js';
import type { LightBlock } from './lightBlock.js';
import { readValidators } from './readValidators.js';
import type { CometValidator } from './validatorSet.js';

/** Names the form of the certificate. */
export const CERTIFICATE_FORMAT = 'civic-ledger/certificate/v1';

/** A block by which the validators before have voted in the next ones. */
export interface ValidatorChange {
  /** Its header carries the hash of `validators` as that of the next block's set. */
  readonly block: LightBlock;
  /** The whole next set, in CometBFT's order. */
  readonly validators: readonly CometValidator[];
}

export interface Certificate {
  /** Its header's app hash is the hash of the ledger block's header. */
  readonly block: LightBlock;
  /** From the set that the reader has, by ascending height. */
  readonly changes: readonly ValidatorChange[];
}

/** A certificate's parts as texts, each canonical. */
export interface CertificateTexts {
  readonly block: string;
  readonly changes: readonly string[];
}

/** Canonical text of a certificate. */
export function encodeCertificate({ block, changes }: Certificate): string {
  return joinCertificate({
    block: encodeLightBlock(block),
    changes: changes.map(encodeChange),
  });
}

/** Canonical text of one change. */
export function encodeChange({ block, validators }: ValidatorChange): string {
  const list = canonicalJson(validators);
  return `{"block":${encodeLightBlock(block)},"validators":${list}}`;
}

/** The certificate's canonical text out of those of its parts. */
export function joinCertificate({ block, changes }: CertificateTexts): string {
  return `{"block":${block},"changes":[${changes.join()}],"format":"${CERTIFICATE_FORMAT}"}`;
}

/** The certificate in `text`, or undefined unless it is the canonical text of one. */
export function parseCertificate(text: string): Certificate | undefined {
  return readCertificate(parseCanonical(text));
}

/** `value`, of canonical JSON, as a certificate, or undefined. */
export function readCertificate(value: JsonValue | undefined): Certificate | undefined {
  if (!isObject(value) || !hasMembers(value, 'block,changes,format')) return undefined;
  const { block: blockValue, changes: list, format } = value;
  const block = readLightBlock(blockValue);
  if (format !== CERTIFICATE_FORMAT || block === undefined) return undefined;
  if (!Array.isArray(list)) return undefined;
  const changes: ValidatorChange[] = [];
  for (const item of list as readonly JsonValue[]) {
    const change = isObject(item) ? readChange(item) : undefined;
    if (change === undefined) return undefined;
    changes.push(change);
  }
  return { block, changes };
}

function readChange(value: JsonObject): ValidatorChange | undefined {
  if (!hasMembers(value, 'block,validators')) return undefined;
  const block = readLightBlock(value['block']);
  const validators = readValidators(value['validators']);
  return block === undefined || validators === undefined ? undefined : { block, validators };
}
