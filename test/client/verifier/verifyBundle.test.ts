/** Bundles of a whole story, sound and forged, before the one verifier. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { assembleBundle, type BundleParts } from '../../../src/client/bundle/assembleBundle.js';
import { CHECK_CODES } from '../../../src/client/verifier/checks.js';
import { allDigests } from '../../../src/client/verifier/content.js';
import { SENTENCES } from '../../../src/client/verifier/finding.js';
import { CONCLUSIONS } from '../../../src/client/verifier/standingSentences.js';
import { verifyBundle } from '../../../src/client/verifier/verifyBundle.js';
import { utf8 } from '../../../src/crypto/bytes.js';
import { contentOf } from '../../support/evidenceLife.js';
import { BundleStory, NETWORK, PAGE } from './bundleStory.js';
import {
  failing,
  findingsOf,
  forged,
  misnamed,
  sentencesOf,
  statuses,
  without,
} from './reports.js';

let story: BundleStory;
let parts: BundleParts;
let bundle: Uint8Array;

beforeAll(async () => {
  story = new BundleStory();
  await story.pin();
  parts = await story.parts();
  bundle = assembleBundle({ ...parts, content: { name: '页面.PNG', bytes: utf8(PAGE) } });
}, 120_000);
afterAll(() => story.close());

const verify = (bytes: Uint8Array, more: object = {}) =>
  verifyBundle(bytes, { trust: story.trust(), ...more });

describe('a sound bundle', () => {
  it('passes in A to E: nothing is left unproven, and the exit code is 0', () => {
    const report = verify(bundle);
    const open = Object.entries(statuses(report)).filter(([, status]) => status !== 'PASS');
    expect(Object.fromEntries(open)).toEqual({
      A6: 'NOT CHECKED',
      B5: 'NOT CHECKED',
    });
    expect(report.code).toBe(0);
    expect(report.conclusions.map(({ key }) => key)).toEqual(['UNALTERED_BETWEEN', 'LIMITS']);
    expect(report.conclusions[0]?.zh).toMatch(/^未见上链后改动；上链时间不晚于 .+，不早于 .+。$/);
  });

  it('has a line with an article for every check, and no verdict over all', () => {
    const report = verify(bundle);
    const lines = report.sections.flatMap(({ lines: own }) => own);
    expect(lines.map(({ check }) => check)).toEqual(CHECK_CODES);
    expect(lines.every(({ article, findings }) => article !== '' && findings.length > 0)).toBe(
      true,
    );
    expect(Object.keys(report)).toEqual(['code', 'item', 'interval', 'conclusions', 'sections']);
  });

  it('is the same for both parties, also when the ledger has grown meanwhile', async () => {
    await story.parts(story.bare);
    story.tell('counsel@rival', 'OpenDossier', {});
    const again = await story.parts();
    expect(assembleBundle(again)).toEqual(assembleBundle(parts));
  });

  it('takes the content from the reader, and refuses another one', () => {
    const bare = assembleBundle(parts);
    const given = (text: string) => verify(bare, { content: { digests: allDigests(utf8(text)) } });
    expect(statuses(given(PAGE)).A2).toBe('PASS');
    expect(statuses(given(NETWORK)).A2).not.toBe('PASS');
    expect(statuses(verify(bare)).A2).toBe('NOT PROVEN');
    expect(verify(bare).conclusions[0]?.key).toBe('NOT_COMPARED');
  });

  it('of an item without a capture proves no origin and no lower bound', async () => {
    const bare = assembleBundle(await story.parts(story.bare));
    const content = { digests: allDigests(utf8('a file without a capture')) };
    const report = verify(bare, { content });
    expect(statuses(report)).toMatchObject({ A2: 'PASS', B3: 'NOT PROVEN', C2: 'NOT PROVEN' });
    expect(report.interval.notBefore).toBeNull();
    const other = verify(bare, { content: { digests: allDigests(utf8('another')) } });
    expect(sentencesOf(other, 'A2')).toContain('CONTENT_DIFFERS');
  });

  it('has its receipt verified, whatever the manifest calls that file', async () => {
    const bare = await story.parts(story.bare);
    const alone = assembleBundle({ ...bare, steps: [], consistency: [] });
    const called = misnamed(alone, 'item/receipt.json', 'checkpoint');
    expect(statuses(verify(called))).toMatchObject({ A3: 'PASS', A4: 'PASS', A5: 'PASS' });
    const other = { ledger: 'ab'.repeat(32), roots: [] };
    expect(failing(verifyBundle(called, { trust: other }))).toContain('A5');
  });

  it('never says that a content is true', () => {
    const texts = Object.values({ ...SENTENCES, ...CONCLUSIONS });
    expect(texts.every(({ zh, en }) => zh.length > 0 && en.length > 0)).toBe(true);
    const claims = texts.filter(({ zh }) => zh.includes('真实') && !zh.includes('不说明'));
    expect(claims).toEqual([]);
  });
});

describe('what the reader trusts', () => {
  it('is never taken from the bundle: another ledger id fails A5', () => {
    const trust = { ...story.trust(), ledger: 'ab'.repeat(32) };
    expect(failing(verifyBundle(bundle, { trust }))).toContain('A5');
  });

  it('without roots leaves the tokens unchecked, under other roots unproven', () => {
    const none = verifyBundle(bundle, { trust: { ledger: story.kit.ledger, roots: [] } });
    expect(statuses(none)).toMatchObject({ B1: 'NOT CHECKED', B3: 'NOT CHECKED' });
    expect(none.conclusions[0]?.key).toBe('UNALTERED_LEDGER_TIME');
    const one = { ledger: story.kit.ledger, roots: story.trust().roots.slice(0, 1) };
    const half = verifyBundle(bundle, { trust: one });
    expect(statuses(half)).toMatchObject({ B1: 'NOT PROVEN', B3: 'NOT PROVEN' });
  });

  it('compares the head with a checkpoint that the reader knows', () => {
    const trust = { ...story.trust(), checkpoint: parts.checkpoint };
    expect(sentencesOf(verifyBundle(bundle, { trust }), 'A7')).toContain('NEWEST_SAME');
    const bad = { ...trust, checkpoint: parts.checkpoint.replace(/\d+\n/, '5\n') };
    expect(failing(verifyBundle(bundle, { trust: bad }))).toEqual(['A7']);
  });

  it('may name the item: another one fails A3', () => {
    expect(failing(verify(bundle, { item: `${story.batch}.1` }))).toEqual(['A3']);
  });
});

describe('a forged bundle whose manifest fits', () => {
  it.each([
    ['ArtefactsRecorded', 'C2'],
    ['CaptureOpened', 'C2'],
    ['CaptureClosed', 'C2'],
    ['CustodyOffered', 'C5'],
    ['NotarizationApplied', 'A1'],
    ['AppraisalCommissioned', 'A1'],
    ['SubmittedToCase', 'A1'],
  ])('without %s fails %s', (type, check) => {
    const report = verify(without(parts, type));
    expect(failing(report)).toContain(check);
  });

  it.each([
    ['EnvironmentChecked', 'C2'],
    ['CaptureCosigned', 'C2'],
    ['ToolRegistered', 'C3'],
    ['CustodyAccepted', 'C5'],
    ['PlatformFactEndorsed', 'D1'],
    ['AccreditationGranted', 'E1'],
    ['TimestampAttached', 'B1'],
    ['TimeAuthorityRegistered', 'B3'],
    ['CaseRuled', 'E3'],
  ])('without %s no longer passes %s', (type, check) => {
    const status = statuses(verify(without(parts, type)))[check as 'A1'];
    expect(['FAIL', 'NOT PROVEN']).toContain(status);
  });

  it.each([
    'AccessLogged',
    'CaseRuled',
    'CaseObjected',
    'CustodyAccepted',
    'MaterialReceived',
    'TimestampAttached',
    'ItemSealed',
    'CaptureCosigned',
    'ToolRegistered',
    'PlatformFactEndorsed',
    'AccreditationGranted',
  ])('cut short by %s fails C6: the ledger states how many steps there are', (type) => {
    expect(failing(verify(without(parts, type)))).toContain('C6');
  });

  it('cut short together with the statement is not proven to be complete', () => {
    const report = verify(without(parts, 'StepsPinned'));
    expect([report.code, statuses(report).C6]).toEqual([2, 'NOT PROVEN']);
    expect(sentencesOf(report, 'C6')).toEqual(['END_NOT_PINNED']);
  });

  it('with another item’s receipt fails A3', async () => {
    const other = await story.parts(story.bare);
    const report = verify(assembleBundle({ ...parts, itemReceipt: other.itemReceipt }));
    expect(failing(report)).toContain('A3');
  });

  it('with a step of another item is malformed (A1)', async () => {
    const other = await story.parts(story.bare);
    const step = other.steps.find(({ receipt }) => receipt.includes('TimestampAttached'));
    const steps = [...parts.steps, { ...step!, position: 9_999 }];
    const report = verify(assembleBundle({ ...parts, steps }));
    expect([report.code, failing(report)[0]]).toEqual([3, 'A1']);
  });

  it('with an older head fails A7', async () => {
    const { checkpoint, header } = await story.parts(story.item, 30);
    expect(failing(verify(assembleBundle({ ...parts, checkpoint, header })))).toContain('A7');
  });

  it('with swapped tokens fails B1', () => {
    const swapped = forged(bundle, (files) => {
      const [one, two] = files.filter(({ path }) => path.endsWith('.tst'));
      return files.map((each) =>
        each === one
          ? { ...each, bytes: two!.bytes }
          : each === two
            ? { ...each, bytes: one!.bytes }
            : each,
      );
    });
    expect(failing(verify(swapped))).toEqual(['B1']);
  });

  it('with an edited view fails A3', () => {
    const edited = forged(bundle, (files) =>
      files.map((each) =>
        each.path === 'HOW-TO-VERIFY.txt' ? { ...each, bytes: utf8('trust us') } : each,
      ),
    );
    expect(failing(verify(edited))).toEqual(['A3']);
  });

  it('with other content fails A2', () => {
    const other = { name: 'page.png', bytes: utf8(`${PAGE} `) };
    const report = verify(assembleBundle({ ...parts, content: other }));
    expect(statuses(report).A2).not.toBe('PASS');
  });
});

describe('later facts change present reports', () => {
  it('a revoked certificate, a relation and a withdrawal are shown', async () => {
    const act = /"act":"([0-9a-f]{64})"/.exec(
      parts.steps.map(({ receipt }) => receipt).join(),
    )![1]!;
    story.tell('notary@notary-office', 'RevokeCertificate', { act, ground: 'untrue' });
    const relation = { organisation: 'evidence-platform', other: 'notary-office', kind: 'funding' };
    story.tell('officer@regulator', 'DeclareRelation', relation);
    story.tell('bot@evidence-platform', 'WithdrawItem', { item: story.item, reason: 'other' });
    const report = verify(assembleBundle(await story.parts()));
    expect(failing(report)).toEqual(['E1', 'E4']);
    expect(statuses(report).D2).toBe('NOT PROVEN');
    expect(findingsOf(report, 'D2')).toMatchObject([
      {
        values: { kind: 'funding' },
        zh: expect.stringContaining('有利害关系（资金关系，'),
        en: expect.stringContaining('(funding, '),
      },
    ]);
    expect(sentencesOf(report, 'C6')).toEqual(['STEPS_AFTER_PIN']);
    await story.pin();
    const pinned = await story.parts();
    expect(sentencesOf(verify(assembleBundle(pinned)), 'C6')).toEqual(['STEPS_COMPLETE']);
    for (const type of ['RelationDeclared', 'CertificateRevoked', 'ItemWithdrawn']) {
      expect(failing(verify(without(pinned, type)))).toContain('C6');
    }
  });

  it('an incident of somebody who acts, in the time of the story, is to be weighed', async () => {
    const incident = { organisation: 'evidence-platform', kind: 'clock-drift' };
    const document = contentOf('report of the incident');
    const from = { validFrom: '2025-01-01T00:00:00.000Z' };
    const over = { ...from, validUntil: '2025-01-02T00:00:00.000Z' };
    story.tell('bot@evidence-platform', 'ReportIncident', { ...incident, ...over, document });
    await story.pin();
    expect(statuses(verify(assembleBundle(await story.parts()))).D3).toBe('PASS');
    story.tell('auditor@audit-firm', 'ReportIncident', { ...incident, ...from, document });
    await story.pin();
    const later = await story.parts();
    expect(sentencesOf(verify(assembleBundle(later)), 'D3')).toEqual(['INCIDENT']);
    expect(failing(verify(without(later, 'IncidentReported')))).toContain('C6');
  });

  it('a statement that leaves a record out proves nothing complete', async () => {
    const { item } = story;
    story.tell('counsel@rival', 'PinSteps', { item, subjects: [item, story.batch] });
    const report = verify(assembleBundle(await story.parts()));
    expect(new Set(sentencesOf(report, 'C6'))).toEqual(new Set(['SUBJECT_NOT_PINNED']));
  });
});
