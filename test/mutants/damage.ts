/** Damage to bytes and texts that knows nothing of what they are. */
import { concatBytes } from '../../src/crypto/bytes.js';
import type { SeededRandom } from '../support/live/seededRandom.js';

/** Bytes with one place damaged. */
export interface DamagedBytes {
  readonly bytes: Uint8Array;
  /** Offset of the first byte that was touched. */
  readonly at: number;
  /** True when nothing behind it has moved. */
  readonly inPlace: boolean;
}

/** One place changed, lost, added, doubled or cut off: never the same bytes again. */
export function damaged(random: SeededRandom, bytes: Uint8Array): DamagedBytes {
  const at = random.below(bytes.length);
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  const moved = (changed: Uint8Array) => ({ bytes: changed, at, inPlace: false });
  switch (random.below(8)) {
    case 0:
      return moved(concatBytes(before, after.subarray(1 + random.below(30))));
    case 1:
      return moved(concatBytes(before, random.bytes(1 + random.below(8)), after));
    case 2:
      return moved(concatBytes(before, after.subarray(0, 1 + random.below(40)), after));
    case 3:
      return moved(before.slice());
    default: {
      const copy = bytes.slice();
      copy[at] = (copy[at] as number) ^ (1 << random.below(8));
      return { bytes: copy, at, inPlace: true };
    }
  }
}

/** A text with one character exchanged for another one of `alphabet`. */
export function withOtherLetter(random: SeededRandom, text: string, alphabet: string): string {
  const at = random.below(text.length);
  const others = [...alphabet].filter((letter) => letter !== text[at]);
  return text.slice(0, at) + random.pick(others) + text.slice(at + 1);
}

/** The list without one member, with one twice, or with two exchanged; it has at least one. */
export function withOtherMembers<T>(random: SeededRandom, list: readonly T[]): readonly T[] {
  const at = random.below(list.length);
  const member = list[at] as T;
  switch (random.below(list.length > 1 ? 3 : 2)) {
    case 0:
      return [...list.slice(0, at), ...list.slice(at + 1)];
    case 1:
      return [...list.slice(0, at), member, ...list.slice(at)];
    default: {
      const next = (at + 1) % list.length;
      return list.map((each, index) => {
        if (index === at) return list[next] as T;
        return index === next ? member : each;
      });
    }
  }
}
