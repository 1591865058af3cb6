/** Bundles of a ledger that validators keep, before the one verifier. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { assembleBundle, type BundleParts } from '../../../src/client/bundle/assembleBundle.js';
import { assembleDossier } from '../../../src/client/dossier/dossierBundle.js';
import { allDigests } from '../../../src/client/verifier/content.js';
import { verifyBundle } from '../../../src/client/verifier/verifyBundle.js';
import { utf8 } from '../../../src/crypto/bytes.js';
import { encodeCertificate, parseCertificate } from '../../../src/ledger/cometbft/certificate.js';
import { CertifiedStory } from './certifiedStory.js';
import { failing, filesOf, forged, sentencesOf, statuses } from './reports.js';

let story: CertifiedStory;
let parts: BundleParts;
let bundle: Uint8Array;

beforeAll(async () => {
  story = new CertifiedStory();
  parts = await story.parts();
  bundle = assembleBundle(parts);
});
afterAll(() => story.close());

const verify = (bytes: Uint8Array) => verifyBundle(bytes, { trust: story.trust() });

describe('a bundle of a ledger that validators keep', () => {
  it('has their signatures over its head, and no operator’s checkpoint', () => {
    const paths = filesOf(bundle).map(({ path }) => path);
    expect(paths).toContain('proof/light-block.json');
    expect(paths).not.toContain('head/checkpoint.txt');
  });

  it('passes in section A, and says who has signed', () => {
    const report = verifyBundle(bundle, {
      trust: story.trust(),
      content: { digests: allDigests(utf8('the item')) },
    });
    expect(statuses(report)).toMatchObject({ A1: 'PASS', A3: 'PASS', A4: 'PASS', A5: 'PASS' });
    const line = report.sections[0]?.lines.find(({ check }) => check === 'A5');
    expect(line?.findings[0]?.en).toContain('signed by 3 of 3 validators with 4 of 4 power');
    expect(line?.findings[0]?.zh).toContain('notary-office');
  });

  it('of a dossier rests on the same votes, and fails without them', async () => {
    const dossier = await story.dossierParts();
    const content = { digests: allDigests(utf8('the item')) };
    const report = verifyBundle(assembleDossier(dossier), { trust: story.trust(), content });
    expect(failing(report)).toEqual([]);
    expect(sentencesOf(report, 'A5')).toEqual(['HEADS_CERTIFIED']);
    expect(report.sections[0]?.status).toBe('PASS');
    const { certificate, ...uncertified } = dossier;
    expect(certificate).toBeDefined();
    expect(verify(assembleDossier(uncertified)).code).toBe(3);
  });

  it('fails when the head has too few votes, or is another one’s', () => {
    const certificate = parseCertificate(parts.certificate ?? '');
    if (certificate === undefined) throw new Error('it has no certificate');
    const { block } = certificate;
    const few = { ...certificate, block: { ...block, votes: [null, ...block.votes.slice(1)] } };
    const forgery = assembleBundle({ ...parts, certificate: encodeCertificate(few) });
    expect(failing(verify(forgery))).toEqual(['A5']);
    expect(sentencesOf(verify(forgery), 'A5')).toEqual(['HEAD_FAULT']);
    const header = parts.header.replace(/"state":"./, '"state":"x');
    expect(failing(verify(assembleBundle({ ...parts, header })))).toContain('A5');
  });

  it('fails when one operator’s checkpoint stands in the place of the validators’', () => {
    const swapped = forged(bundle, (files) =>
      files.map((file) =>
        file.path === 'proof/light-block.json'
          ? { path: 'head/checkpoint.txt', bytes: utf8(parts.checkpoint) }
          : file,
      ),
    );
    expect(failing(verify(swapped))).toContain('A1');
    const added = forged(bundle, (files) => [
      ...files,
      { path: 'head/checkpoint.txt', bytes: utf8(parts.checkpoint) },
    ]);
    expect(sentencesOf(verify(added), 'A1')).toEqual(['FILE_EXTRA']);
  });

  it('is not made before the validators have signed', async () => {
    story.pendingFrom = 0;
    await expect(story.parts()).rejects.toThrow('CERTIFICATE_PENDING');
    story.pendingFrom = Number.MAX_SAFE_INTEGER;
  });
});
