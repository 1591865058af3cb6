import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { utf8 } from '../../../src/crypto/bytes.js';
import { assembleBundle, type BundleParts } from '../../../src/client/bundle/assembleBundle.js';
import { allDigests } from '../../../src/client/verifier/content.js';
import { verifyBundle } from '../../../src/client/verifier/verifyBundle.js';
import { BundleStory, PAGE } from './bundleStory.js';

let story: BundleStory;
let parts: BundleParts;
let bundle: Uint8Array;
beforeAll(async () => {
  story = new BundleStory();
  parts = await story.parts();
  bundle = assembleBundle({ ...parts, content: { name: 'page.png', bytes: utf8(PAGE) } });
}, 120_000);
afterAll(() => story.close());

describe('try', () => {
  it('verifies', () => {
    const report = verifyBundle(bundle, { trust: story.trust() });
    for (const s of report.sections)
      for (const l of s.lines)
        console.log(l.check, l.status, l.findings.map((f) => f.en).join(' | '));
    console.log(report.code, report.conclusions, bundle.length, parts.steps.length);
    expect(allDigests(utf8(PAGE)).length).toBe(4);
  });
});
