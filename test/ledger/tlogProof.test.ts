/** The C2SP tlog-proof: one text for one proof. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toHex } from '../../src/crypto/bytes.js';
import { encodeTlogProof, parseTlogProof } from '../../src/ledger/tlogProof.js';

const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(toHex);
const CHECKPOINT = 'example.org/log\n7\n…\n\n— example.org/log AAAA\n';
const proofs = fc.record({
  index: fc.nat(),
  hashes: fc.array(hash, { maxLength: 20 }),
  checkpoint: fc.constant(CHECKPOINT),
});

describe('a tlog-proof', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(proofs, (proof) => {
        expect(parseTlogProof(encodeTlogProof(proof))).toEqual(proof);
      }),
    );
  });

  const sound = encodeTlogProof({ index: 5, hashes: ['ab'.repeat(32)], checkpoint: CHECKPOINT });
  it.each([
    ['another version', sound.replace('@v1', '@v2')],
    ['an unauthenticated extra line', sound.replace('index', 'extra AAAA\nindex')],
    ['a leading zero', sound.replace('index 5', 'index 05')],
    ['an index beyond every log', sound.replace('index 5', 'index 9999999999999999')],
    ['a hash that is too short', sound.replace('q6ur', 'q6u')],
    ['no blank line', sound.replace('\n\nexample', '\nexample')],
    ['nothing', ''],
  ])('is refused with %s', (_, text) => {
    expect(parseTlogProof(text)).toBeUndefined();
  });
});
