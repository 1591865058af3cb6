/**
 * Mutants of RFC 3161 tokens, and of the signatures in certificates, which are the same CMS: bytes
 * damaged in any place, and values of the DER changed, left out, doubled, exchanged under lengths
 * that fit.
 */
import { equalBytes } from '../../src/crypto/bytes.js';
import type { TimestampFault } from '../../src/timestamp/faults.js';
import type { SeededRandom } from '../support/live/seededRandom.js';
import { damaged } from './damage.js';
import { type DerNode, type DerPath, derTree, placeOf, withOtherDer } from './derTree.js';
import type { Mutant, Sample } from './mutant.js';

/** A part of signed data, by its way down from the top: `*` is any one part. */
type Part = readonly [way: string, what: string, codes: readonly TimestampFault[]];

const STRUCTURE: readonly TimestampFault[] = ['NOT_DER', 'MALFORMED', 'TRAILING_BYTES'];
const CERTIFICATE: readonly TimestampFault[] = ['SIGNING_CERTIFICATE', 'CERTIFICATE_MISSING'];

/**
 * Certificates beside the signer’s: nobody signs that they come along, and a verifier that has
 * pinned the root does without them.
 */
const COMPANIONS = '1.0.3';

/** Parts that tokens and detached signatures have in common; the first way that fits counts. */
const SIGNED_DATA: readonly Part[] = [
  ['0', 'content type', ['CONTENT_TYPE']],
  ['1.0.0', 'version', ['VERSION']],
  ['1.0.1', 'digest algorithms', ['ALGORITHM']],
  ['1.0.2.0', 'content type', ['CONTENT_TYPE']],
  [COMPANIONS, 'further certificates', [...CERTIFICATE, 'VERSION', 'KEY', 'ALGORITHM']],
  ['1.0.4.0.0', 'signer’s version', ['VERSION']],
  ['1.0.4.0.1', 'signer’s id', ['CERTIFICATE_MISSING', 'VERSION']],
  ['1.0.4.0.2', 'digest algorithm', ['ALGORITHM']],
  [
    '1.0.4.0.3',
    'signed attributes',
    [
      'SIGNED_ATTRIBUTES',
      'MESSAGE_DIGEST',
      'SIGNING_CERTIFICATE_V1',
      'SIGNING_CERTIFICATE',
      'SIGNATURE',
      'ALGORITHM',
    ],
  ],
  ['1.0.4.0.4', 'signature algorithm', ['ALGORITHM', 'SIGNATURE']],
  ['1.0.4.0.5', 'signature', ['SIGNATURE']],
  ['1.0.4', 'signers', ['SIGNER_COUNT', 'SIGNED_ATTRIBUTES', 'VERSION', 'ALGORITHM']],
];

/** What a token says. Whatever it is, the signed digest is of something else then. */
const TST_INFO: readonly Part[] = [
  ['1.0.2.1.0.0.0', 'token’s version', ['VERSION', 'MESSAGE_DIGEST']],
  ['1.0.2.1.0.0.2.0', 'imprint’s hash', ['ALGORITHM', 'IMPRINT_ALGORITHM', 'IMPRINT_VALUE']],
  ['1.0.2.1.0.0.2', 'imprint', ['IMPRINT_VALUE']],
  ['1.0.2.1.0.0.4', 'time', ['GEN_TIME', 'MESSAGE_DIGEST']],
  [
    '1.0.2.1.0',
    'token’s content',
    ['MESSAGE_DIGEST', 'NONCE_NEGATIVE', 'TOKEN_EXTENSION', 'GEN_TIME', 'VERSION'],
  ],
];

/** A mutant of a token. */
export function tokenMutant(random: SeededRandom, { bytes }: Sample): Mutant {
  return cmsMutant(random, bytes, [...TST_INFO, ...SIGNED_DATA]);
}

/** A mutant of a detached signature. */
export function signatureMutant(random: SeededRandom, bytes: Uint8Array): Mutant {
  return cmsMutant(random, bytes, SIGNED_DATA);
}

/** The content of a token is DER in an OCTET STRING. */
function isOpened(path: DerPath): boolean {
  return path.join('.') === '1.0.2.1.0';
}

function cmsMutant(random: SeededRandom, sound: Uint8Array, common: readonly Part[]): Mutant {
  const tree = derTree(sound, common.length > SIGNED_DATA.length ? isOpened : () => false);
  const codes = [...CERTIFICATE, 'VERSION', 'KEY', 'ALGORITHM'] as const;
  const parts = [[signersOwn(sound, tree), SIGNERS_OWN, codes] as const, ...common];
  for (;;) {
    const mutant =
      random.below(3) > 0
        ? changedValue(withOtherDer(random, sound, tree), parts)
        : damagedBytes(damaged(random, sound), tree, parts);
    if (!equalBytes(mutant.bytes, sound)) return mutant;
  }
}

const SIGNERS_OWN = 'signer’s certificate';

/** The way to the certificate that its subject has not issued itself. */
function signersOwn(sound: Uint8Array, tree: DerNode): string {
  const certificates = COMPANIONS.split('.').reduce(
    (node, index) => (node.parts as readonly DerNode[])[Number(index)] as DerNode,
    tree,
  ).parts as readonly DerNode[];
  const own = certificates.findIndex(({ parts: [body] = [] }) => {
    const [, , , issuer, , subject] = (body as DerNode).parts as readonly DerNode[];
    const bytesOf = (node?: DerNode) => sound.subarray(node?.start, node?.end);
    return !equalBytes(bytesOf(issuer), bytesOf(subject));
  });
  return `${COMPANIONS}.${own}`;
}

function changedValue(
  { bytes, path, how }: ReturnType<typeof withOtherDer>,
  parts: readonly Part[],
): Mutant {
  const { what, codes, mayStand } = partAt(path, parts);
  // RFC 5754 §2: a hash without parameters, or with NULL for them, is the same one.
  const isNullLess = how === 'members' && /^digest algorithms?$/.test(what);
  const refusals = [...codes, ...STRUCTURE];
  return { what: `${what}: ${how}`, bytes, refusals, mayStand: mayStand || isNullLess };
}

function damagedBytes(
  { bytes, at, inPlace }: ReturnType<typeof damaged>,
  tree: ReturnType<typeof derTree>,
  parts: readonly Part[],
): Mutant {
  if (!inPlace) return { what: 'bytes lost or added', bytes, refusals: STRUCTURE };
  const { path, isContent } = placeOf(tree, at);
  const { what, codes, mayStand } = partAt(path, parts);
  const how = isContent ? 'a bit' : 'tag or length';
  return { what: `${what}: ${how}`, bytes, refusals: [...codes, ...STRUCTURE], mayStand };
}

function partAt(path: DerPath, parts: readonly Part[]) {
  const way = path.join('.');
  const isIn = (start: string): boolean => way === start || way.startsWith(`${start}.`);
  const [, what = 'structure', codes = parts.flatMap(([, , all]) => all)] =
    parts.find(([start]) => isIn(start)) ?? [];
  return { what, codes, mayStand: isIn(COMPANIONS) && what !== SIGNERS_OWN };
}
