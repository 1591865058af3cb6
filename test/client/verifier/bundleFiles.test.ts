/** Files that a forger adds to a bundle, or calls something else, under a manifest that fits. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { assembleBundle } from '../../../src/client/bundle/assembleBundle.js';
import { verifyBundle } from '../../../src/client/verifier/verifyBundle.js';
import { utf8 } from '../../../src/crypto/bytes.js';
import { saltedCommitment, type TypedDigest } from '../../../src/ledger/itemCommitment.js';
import { OWNER } from '../../schema/evidence/lifeStory.js';
import { digestsOf } from '../../support/evidence.js';
import { BundleStory, PAGE } from './bundleStory.js';
import { type filesOf, forged, misnamed, sentencesOf } from './reports.js';

let story: BundleStory;
let bundle: Uint8Array;

beforeAll(async () => {
  story = new BundleStory();
  await story.pin();
  const content = { name: 'page.png', bytes: utf8(PAGE) };
  bundle = assembleBundle({ ...(await story.parts()), content });
}, 120_000);
afterAll(() => story.close());

const verify = (bytes: Uint8Array) => verifyBundle(bytes, { trust: story.trust() });

describe('a file that nobody would look at', () => {
  it.each(['header', 'genesis', 'checkpoint', 'salt', 'step-receipt'] as const)(
    'is refused also when the manifest lists it, as %s',
    (role) => {
      const stowaway = { path: 'acts/ruling.pdf', bytes: utf8('%PDF-') };
      const report = verify(
        forged(bundle, (files) => [...files, stowaway], { [stowaway.path]: role }),
      );
      expect(report.code).toBe(3);
      expect(sentencesOf(report, 'A1')).toEqual(['FILE_MISNAMED']);
    },
  );

  it('is refused when a sound file is called something else', () => {
    const called = misnamed(bundle, 'head/consistency.json', 'header');
    expect(sentencesOf(verify(called), 'A1')).toEqual(['FILE_MISNAMED']);
  });

  it('is refused when it is the content once more', () => {
    const again = { path: 'content/content.zz', bytes: utf8(PAGE) };
    const report = verify(
      forged(bundle, (files) => [...files, again], { [again.path]: 'content' }),
    );
    expect(sentencesOf(report, 'A1')).toEqual(['FILE_EXTRA']);
  });
});

describe('a salt in the bundle', () => {
  const digests = digestsOf('a private file') as readonly TypedDigest[];
  const salt = '5a'.repeat(32);
  let sealed: Uint8Array;
  beforeAll(async () => {
    const commitment = saltedCommitment(digests, salt);
    const data = { item: { commitment, category: 'document', claim: 'custodian' } };
    const item = story.tell(OWNER, 'RegisterItem', data);
    const content = { name: 'private.txt', bytes: utf8('a private file') };
    sealed = assembleBundle({ ...(await story.parts(item)), content, salt: { salt, digests } });
  });
  const withSalt = (of: Uint8Array, text: string) => {
    const file = { path: 'content/salt.json', bytes: utf8(text) };
    const others = (files: ReturnType<typeof filesOf>) =>
      files.filter(({ path }) => path !== file.path);
    return verify(forged(of, (files) => [...others(files), file], { [file.path]: 'salt' }));
  };

  it('proves the content of a private item', () => {
    expect(sentencesOf(verify(sealed), 'A2')).toEqual(['FILES_AS_LISTED', 'CONTENT_MATCHES']);
  });

  it.each([
    ['names fewer algorithms than were committed to', '["sha-256"]'],
    ['names more algorithms', '["sha-256","sha3-256","sm3"]'],
  ])('fails when it %s', (_, algorithms) => {
    const report = withSalt(sealed, `{"algorithms":${algorithms},"salt":"${salt}"}\n`);
    expect(sentencesOf(report, 'A2')).toEqual(['FILES_AS_LISTED', 'SALT_UNFIT']);
    expect(report.code).toBe(1);
  });

  it('fails when it names an algorithm twice, or out of order', () => {
    for (const algorithms of ['["sm3","sha-256"]', '["sha-256","sm3","sm3"]']) {
      const report = withSalt(sealed, `{"algorithms":${algorithms},"salt":"${salt}"}\n`);
      expect(report.code).not.toBe(0);
      expect(sentencesOf(report, 'A2')).not.toContain('CONTENT_MATCHES');
    }
  });

  it('fails where the item is none of a private one, whatever it is', () => {
    for (const text of [`{"algorithms":["sha-256","sm3"],"salt":"${salt}"}\n`, 'no salt']) {
      expect(sentencesOf(withSalt(bundle, text), 'A2')).toContain('SALT_UNFIT');
    }
  });
});
