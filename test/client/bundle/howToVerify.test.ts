/**
 * Every command of HOW-TO-VERIFY.txt, run as it stands by bash with stock openssl and sha256sum in
 * the unpacked bundle, on a machine without any of this project's software.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { assembleBundle } from '../../../src/client/bundle/assembleBundle.js';
import { certificatesToPem } from '../../../src/timestamp/pem.js';
import { BundleStory, TIME_ROOTS } from '../verifier/bundleStory.js';
import { CertifiedStory } from '../verifier/certifiedStory.js';
import { UnpackedBundle } from './unpackedBundle.js';

let story: BundleStory;
let unpacked: UnpackedBundle;

beforeAll(async () => {
  story = new BundleStory();
  unpacked = new UnpackedBundle(assembleBundle(await story.parts()));
  unpacked.write('ROOT.pem', certificatesToPem(TIME_ROOTS));
}, 120_000);
afterAll(async () => {
  await story.close();
  unpacked.remove();
});

const step = (number: number): string => unpacked.step(number);
const bash = (script: string): ReturnType<UnpackedBundle['bash']> => unpacked.bash(script);

describe('HOW-TO-VERIFY.txt', () => {
  it('gives the ledger’s id', () => {
    expect(bash(step(1)).out).toContain(story.kit.ledger);
  });

  it('gives the item’s number and verifies the submitter’s signature', () => {
    const { out } = bash(step(2).split('\n').slice(0, 3).join('\n'));
    expect(out).toContain(story.batch);
    expect(out).toContain('Signature Verified Successfully');
  });

  it('verifies the log’s head under a key of the genesis document', () => {
    expect(bash(step(3)).out).toMatch(/Verified Successfully\n1\n/);
  });

  it('leads from the entry to the signed root', () => {
    const [computed, signed] = bash(step(4)).out.trim().split('\n');
    expect(computed).toMatch(/^\S{44}$/);
    expect(signed).toBe(computed);
  });

  it('verifies every token under roots of one’s own', () => {
    const { out, status } = bash(step(5));
    expect(status).toBe(0);
    expect(out.match(/Verification: OK/g)).toHaveLength(2);
    expect(out.match(/Time stamp: Jan {2}1 00:00:00/g)).toHaveLength(2);
  });

  it('fails on a changed event, head, entry and token', () => {
    for (const path of ['plain/signed-event.txt', 'plain/checkpoint.txt', 'time/subject.txt']) {
      const bytes = unpacked.read(path);
      unpacked.write(path, Buffer.from([...bytes.subarray(0, -2), 0x58, 0x0a]));
      const number = { p: path.includes('event') ? 2 : 3, t: 5 }[path.charAt(0)] as number;
      expect(bash(step(number)).status).not.toBe(0);
      unpacked.write(path, bytes);
    }
    const entry = unpacked.read('plain/last-entry.json');
    unpacked.write('plain/last-entry.json', Buffer.concat([entry, Buffer.from(' ')]));
    const [computed, signed] = bash(step(4)).out.trim().split('\n');
    expect(computed).not.toBe(signed);
  });
});

describe('HOW-TO-VERIFY.txt of a ledger that validators keep', () => {
  let certified: CertifiedStory;
  let here: UnpackedBundle;
  beforeAll(async () => {
    certified = new CertifiedStory();
    here = new UnpackedBundle(assembleBundle(await certified.parts()));
  });
  afterAll(async () => {
    await certified.close();
    here.remove();
  });

  it('leads from the ledger’s header to the validators’, and verifies each vote for it', () => {
    const { out, status } = here.bash(here.step(3));
    expect(status).toBe(0);
    const [ledgers, carried, validators, ...votes] = out.trim().split('\n');
    expect(carried).toBe(`0a20${ledgers?.split(' ')[0]}`);
    expect(validators).toMatch(/^[0-9a-f]{64}$/);
    const vote = ['Signature Verified Successfully', '1', '1'];
    expect(votes).toEqual([...vote, ...vote, ...vote]);
  });

  it('leads from the entry to the root in the ledger’s header', () => {
    const [computed, stated] = here.bash(here.step(4)).out.trim().split('\n');
    expect(computed).toMatch(/^[0-9a-f]{64}$/);
    expect(stated).toBe(computed);
  });

  it('fails on another header of the validators', () => {
    const fields = here.read('plain/validators-block.txt').toString();
    here.write('plain/validators-block.txt', fields.replace('0a20', '0a21'));
    expect(here.bash(here.step(3)).status).not.toBe(0);
    here.write('plain/validators-block.txt', fields);
  });
});
