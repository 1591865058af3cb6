/**
 * Mutants of receipts, with the proofs, checkpoints and validators' certificates in them: bytes
 * damaged in any place, and fields changed in text that is canonical again.
 */
import { equalBytes, utf8 } from '../../src/crypto/bytes.js';
import type { JsonValue } from '../../src/crypto/canonicalJson.js';
import type { SeededRandom } from '../support/live/seededRandom.js';
import { damaged } from './damage.js';
import { canonicalText, valueOfLine, withOtherField } from './jsonDamage.js';
import { type Mutant, type Sample, standing } from './mutant.js';
import { receiptRefusals } from './receiptRefusals.js';

/** A mutant of a receipt. */
export function receiptMutant(random: SeededRandom, { bytes: sound }: Sample): Mutant {
  const isField = random.below(4) > 0;
  const what = isField ? 'a field' : 'bytes';
  const value = valueOfLine(sound) as JsonValue;
  for (;;) {
    const bytes = isField
      ? utf8(`${canonicalText(withOtherField(random, value))}\n`)
      : damaged(random, sound).bytes;
    if (!equalBytes(bytes, sound)) {
      return { what, bytes, ...standing(receiptRefusals(sound, bytes)) };
    }
  }
}
