/**
 * The C2SP tlog-proof (c2sp.org/tlog-proof@v1): a leaf's index, its inclusion path and the signed
 * checkpoint as one text, which tools other than ours verify too. Without the optional `extra`
 * line: nobody signs that, so it could only mislead.
 */
import { fromHex, type Hex, toHex } from '../crypto/bytes.js';
import { fromBase64, toBase64 } from './base64.js';
import { HASH_BYTES } from './merkleHash.js';

export interface TlogProof {
  /** Position of the entry whose text is the leaf. */
  readonly index: number;
  /** Nearest sibling first. */
  readonly hashes: readonly Hex[];
  /** The signed note. */
  readonly checkpoint: string;
}

/** What the text begins with. */
export const TLOG_PROOF_HEADER = 'c2sp.org/tlog-proof@v1';

/** No log is so large that a path is longer. */
const HASHES_MAX = 53;
const FORM = /^c2sp\.org\/tlog-proof@v1\nindex (0|[1-9]\d{0,15})\n((?:\S{44}\n)*)\n([^]+)$/;

/** The proof's text. */
export function encodeTlogProof({ index, hashes, checkpoint }: TlogProof): string {
  const lines = hashes.map((hash) => toBase64(fromHex(hash)));
  return `${[TLOG_PROOF_HEADER, `index ${index}`, ...lines].join('\n')}\n\n${checkpoint}`;
}

/** The proof in `text`, or undefined unless encodeTlogProof writes just this text. */
export function parseTlogProof(text: string): TlogProof | undefined {
  const [, digits, lines, checkpoint] = FORM.exec(text) ?? [];
  if (lines === undefined || checkpoint === undefined) return undefined;
  const hashes = lines.split('\n').slice(0, -1).map(hashIn);
  const index = Number(digits);
  if (hashes.length > HASHES_MAX || !Number.isSafeInteger(index)) return undefined;
  if (!hashes.every((hash) => hash !== undefined)) return undefined;
  return { index, hashes, checkpoint };
}

function hashIn(line: string): Hex | undefined {
  const bytes = fromBase64(line);
  return bytes?.length === HASH_BYTES ? toHex(bytes) : undefined;
}
