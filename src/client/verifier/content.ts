/**
 * A2: every file is what the manifest says, and the content is what was registered. The content
 * comes from the reader or out of the bundle; its commitment comes from the log.
 */
import { type Hex, toHex } from '../../crypto/bytes.js';
import type { JsonValue } from '../../crypto/canonicalJson.js';
import { digest } from '../../crypto/digest.js';
import { DIGEST_ALGORITHMS } from '../../crypto/digestAlgorithm.js';
import { openCommitment, saltedCommitment, type TypedDigest } from '../../ledger/itemCommitment.js';
import { isObject } from '../../ledger/recordShape.js';
import { PATH } from '../bundle/paths.js';
import { type BundledSalt, parseSalt } from '../bundle/salt.js';
import { eventsOf, type Examination } from './examination.js';
import { fail, type Finding, notProven, pass } from './finding.js';
import { commitmentOf } from './integrity.js';
import { textOf } from './textOf.js';

/** What the reader says of a content: its digests by all four algorithms, sorted, and a salt. */
export interface ContentAtHand {
  readonly digests: readonly TypedDigest[];
  readonly salt?: Hex | undefined;
}

/** The digests of a content in memory by all algorithms. */
export function allDigests(bytes: Uint8Array): readonly TypedDigest[] {
  return DIGEST_ALGORITHMS.map((algorithm) => ({
    algorithm,
    length: bytes.length,
    value: toHex(digest(algorithm, bytes)),
  }));
}

/** A2. */
export function digestFindings(
  exam: Examination,
  content: ContentAtHand | undefined,
): readonly Finding[] {
  const { changed, manifest } = exam;
  const files =
    changed.length > 0
      ? changed.map((path) => fail('FILE_CHANGED', { path }))
      : [pass('FILES_AS_LISTED', { files: manifest.files.length })];
  return [...files, ...contentFindings(exam, content)];
}

function contentFindings(exam: Examination, given: ContentAtHand | undefined): readonly Finding[] {
  const commitment = commitmentOf(exam);
  const listed = exam.manifest.files.filter(({ role }) => role === 'content');
  const inside = listed.flatMap(({ path }) => exam.files.get(path) ?? []).map(allDigests);
  const contents = [...(given === undefined ? [] : [given.digests]), ...inside];
  if (contents.length === 0) return [notProven('CONTENT_NOT_GIVEN')];
  if (commitment === undefined) return [notProven('CONTENT_NOT_COMPARED')];
  const salt = given?.salt ?? bundledSalt(exam)?.salt;
  if (!contents.every((digests) => matches(commitment, digests, salt))) {
    const isUnknown = salt === undefined && isSalted(exam);
    return [isUnknown ? notProven('SALT_NEEDED') : fail('CONTENT_DIFFERS')];
  }
  if (!contents.every((digests) => isSaltFit(exam, digests, commitment))) {
    return [fail('SALT_UNFIT')];
  }
  return [pass('CONTENT_MATCHES', { length: contents[0]?.[0]?.length ?? 0 })];
}

function bundledSalt({ files }: Examination): BundledSalt | undefined {
  return parseSalt(textOf(files.get(PATH.salt)) ?? '');
}

/** A salt in the bundle is the one of the commitment, with just the algorithms that it names. */
function isSaltFit(exam: Examination, digests: readonly TypedDigest[], commitment: Hex): boolean {
  if (!exam.files.has(PATH.salt)) return true;
  const bundled = bundledSalt(exam);
  if (bundled === undefined) return false;
  const chosen = digests.filter(({ algorithm }) => bundled.algorithms.includes(algorithm));
  return saltedCommitment(chosen, bundled.salt) === commitment;
}

/** True when the registration shows no digests, so that only the salt's holder can compare. */
export function isSalted(exam: Examination): boolean {
  const { registration } = exam;
  const data = registration?.derived.find(({ type }) => type.endsWith('Registered'))?.data;
  if (data?.['digests'] !== undefined) return false;
  const commitment = commitmentOf(exam);
  // What a capture brought home was recorded one by one before it was sealed as a batch.
  const recorded = eventsOf(exam, 'ArtefactsRecorded')
    .flatMap((event) => (event.data['artefacts'] ?? []) as readonly JsonValue[])
    .find((each) => isObject(each) && each['commitment'] === commitment);
  return !isObject(recorded) || recorded['digests'] === undefined;
}

const SUBSETS = 2 ** DIGEST_ALGORITHMS.length;

/**
 * True when some of the digests, in the order of their algorithms, give the commitment. Which ones
 * were committed to the log does not always say.
 */
export function matches(
  commitment: Hex,
  digests: readonly TypedDigest[],
  salt: Hex | undefined,
): boolean {
  for (let subset = 1; subset < SUBSETS; subset += 1) {
    const chosen = digests.filter((_, index) => (subset >> index) % 2 === 1);
    if (openCommitment(chosen) === commitment) return true;
    if (salt !== undefined && saltedCommitment(chosen, salt) === commitment) return true;
  }
  return false;
}
