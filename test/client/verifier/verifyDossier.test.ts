/** Bundles of a dossier, sound, with withheld items, and forged, before the one verifier. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { assembleDossier, type DossierParts } from '../../../src/client/dossier/dossierBundle.js';
import type { WithheldReason } from '../../../src/client/dossier/entryLines.js';
import { allDigests } from '../../../src/client/verifier/content.js';
import { CHECK_CODES } from '../../../src/client/verifier/checks.js';
import { verifyBundle } from '../../../src/client/verifier/verifyBundle.js';
import { utf8 } from '../../../src/crypto/bytes.js';
import { CONTENTS, DossierStory, forgedDossier, MISTAKE, withLines } from './dossierStory.js';
import { PAGE } from './bundleStory.js';
import { failing, filesOf, sentencesOf, statuses } from './reports.js';

let story: DossierStory;
let parts: DossierParts;
let bundle: Uint8Array;

beforeAll(async () => {
  story = new DossierStory();
  await story.freeze();
  parts = await story.collect();
  bundle = assembleDossier(parts);
}, 120_000);
afterAll(() => story.close());

const contents = CONTENTS.map((text) => ({ digests: allDigests(utf8(text)), name: text }));
const verify = (bytes: Uint8Array, more: object = {}) =>
  verifyBundle(bytes, { trust: story.trust(), contents, ...more });

const ENTRIES = 'dossier/entries.jsonl';
const RECORDS = 'log/records.jsonl';

describe('a sound bundle of a dossier', () => {
  it('passes where a dossier shows something, and says what each item’s own bundle shows', () => {
    const report = verify(bundle);
    expect(statuses(report)).toEqual({
      ...Object.fromEntries(CHECK_CODES.map((check) => [check, 'PASS'])),
      ...{ A6: 'NOT CHECKED', B5: 'NOT CHECKED', B4: 'NOT PROVEN' },
      ...{ C2: 'NOT CHECKED', C3: 'NOT CHECKED', C4: 'NOT CHECKED', C5: 'NOT CHECKED' },
      ...{ D1: 'NOT CHECKED', D2: 'NOT CHECKED', D3: 'NOT CHECKED' },
      ...{ E1: 'NOT CHECKED', E2: 'NOT CHECKED', E4: 'NOT CHECKED' },
    });
    expect(report.code).toBe(2);
    expect(report.conclusions.map(({ key }) => key)).toEqual([
      'DOSSIER_EXTENT',
      'UNALTERED_UNTIL',
      'LIMITS',
    ]);
    expect(report.dossier).toEqual({ id: story.dossier, entries: 7, items: 5, withheld: 1 });
    expect(sentencesOf(report, 'B4')).toContain('LOWER_NONE');
  });

  it('is the same for both parties, also when the ledger has grown meanwhile', async () => {
    story.tell('counsel@rival', 'OpenDossier', {});
    expect(assembleDossier(await story.collect())).toEqual(bundle);
  });

  it('shows who registered what, and that nothing of the manifest is missing', () => {
    const report = verify(bundle);
    expect(sentencesOf(report, 'A3')).toEqual(['MANIFEST_SAME', 'ITEMS_REGISTERED']);
    expect(sentencesOf(report, 'C6')).toEqual([
      'MANIFEST_WHOLE',
      'ENTRIES_WITHHELD',
      'ENTRIES_TAKEN_OUT',
    ]);
    expect(sentencesOf(report, 'E3')).toEqual(['DOSSIER_SUBMITTED']);
  });

  it('holds one record a registration, and no trace of what was taken out', () => {
    const texts = filesOf(bundle).map(({ bytes }) => new TextDecoder().decode(bytes));
    expect(texts.some((text) => text.includes(story.design))).toBe(true);
    expect(texts.some((text) => text.includes(story.mistake))).toBe(false);
    expect(texts.some((text) => text.includes('DossierFiled'))).toBe(false);
  });

  it('is of another dossier than the one that was asked for: A3 fails', () => {
    expect(failing(verify(bundle, { item: 'ab'.repeat(32) }))).toEqual(['A3']);
  });

  it('is not made of an open dossier', async () => {
    const dossier = story.tell('counsel@owner', 'OpenDossier', {});
    await expect(story.collect({ dossier })).rejects.toMatchObject({
      fault: { code: 'DOSSIER_OPEN' },
    });
  });

  it('without tokens leaves the time to the ledger’s own word', async () => {
    const bare = verify(assembleDossier(await story.collect({ tokens: false })));
    expect(statuses(bare)).toMatchObject({ A4: 'PASS', B1: 'NOT PROVEN', B3: 'NOT CHECKED' });
    expect(bare.conclusions.map(({ key }) => key)).toContain('UNALTERED_LEDGER_TIME');
  });
});

describe('contents', () => {
  it('that were not given leave the dossier uncompared; some of them leave the others', () => {
    expect(sentencesOf(verify(bundle, { contents: [] }), 'A2')).toContain('CONTENTS_NONE');
    const some = verify(bundle, { contents: contents.slice(0, 2) });
    expect(statuses(some).A2).toBe('NOT PROVEN');
    expect(sentencesOf(some, 'A2')).toContain('CONTENTS_SOME');
  });

  it('that are of no item that is shown are named; nothing was salted on the record of one', () => {
    const strange = {
      digests: allDigests(utf8(MISTAKE)),
      name: 'letter.txt',
      salt: '00'.repeat(32),
    };
    const report = verify(bundle, { contents: [...contents, strange] });
    expect(failing(report)).toEqual(['A2']);
    expect(JSON.stringify(report)).toContain('letter.txt');
  });

  it('may be salted where a registration shows no digests: then it takes the salt to tell', () => {
    const strange = { digests: allDigests(utf8('another')), name: 'other.txt' };
    const report = verify(bundle, { contents: [...contents, strange] });
    expect(sentencesOf(report, 'A2')).toContain('CONTENT_STRANGE_OR_SALTED');
    expect(failing(report)).toEqual([]);
  });
});

describe('withheld items', () => {
  const withhold = (items: readonly string[], reason: WithheldReason = 'trade-secret') =>
    story.collect({ withheld: new Map(items.map((item) => [item, reason])) });

  it('show as leaves with a reason; the root stays, and what is shown is proven', async () => {
    const partial = assembleDossier(await withhold([story.design, `${story.batch}.1`]));
    const given = contents.filter(({ name }) => name === PAGE);
    const report = verify(partial, { contents: given });
    expect(failing(report)).toEqual([]);
    expect(report.dossier).toMatchObject({ items: 3, withheld: 3 });
    const [integrity] = report.sections;
    expect(integrity?.lines.find(({ check }) => check === 'A3')?.status).toBe('PASS');
    const texts = filesOf(partial).map(({ bytes }) => new TextDecoder().decode(bytes));
    expect(texts.some((text) => text.includes(story.design))).toBe(false);
    expect(texts.some((text) => text.includes(`${story.batch}.1"`))).toBe(false);
  });

  it('cannot be exchanged for other leaves; the reason is not the ledger’s', async () => {
    const partial = assembleDossier(await withhold([story.design], 'privilege'));
    const exchanged = withLines(partial, ENTRIES, (lines) =>
      lines.map((line) => line.replace(/"leaf":"[0-9a-f]{8}/, '"leaf":"00000000')),
    );
    expect(failing(verify(exchanged))).toContain('A3');
    const renamed = withLines(partial, ENTRIES, (lines) =>
      lines.map((line) => line.replace('privilege', 'state-secret')),
    );
    expect(failing(verify(renamed))).toEqual(failing(verify(partial)));
  });

  it('may not hide that something was taken out', () => {
    const hidden = withLines(bundle, ENTRIES, (lines) =>
      lines.map((line) =>
        line.includes('removes')
          ? `{"leaf":"${'11'.repeat(32)}","number":2,"reason":"not-concerned"}`
          : line,
      ),
    );
    expect(failing(verify(hidden))).toEqual(expect.arrayContaining(['A3', 'C6']));
  });
});

describe('a forged bundle fails in the section that it should', () => {
  const entries = (change: (lines: readonly string[]) => readonly string[]) =>
    failing(verify(withLines(bundle, ENTRIES, change)));
  const records = (change: (lines: readonly string[]) => readonly string[]) =>
    failing(verify(withLines(bundle, RECORDS, change)));

  it('an entry left out, at the end or with the others renumbered: C6', () => {
    expect(entries((lines) => lines.slice(0, -1))).toContain('C6');
    const renumbered = entries((lines) =>
      lines
        .filter((_, index) => index !== 3)
        .map((line, index) => line.replace(/"number":\d+/, `"number":${index}`)),
    );
    expect(renumbered).toContain('C6');
  });

  it('an entry changed, or two exchanged: A3', () => {
    const phase = entries((lines) => lines.map((line) => line.replace('origin', 'performance')));
    expect(phase).toEqual(['A3']);
    const swapped = entries((lines) =>
      [...lines.slice(0, 3), lines[4]!, lines[3]!, ...lines.slice(5)].map((line, index) =>
        line.replace(/"number":\d+/, `"number":${index}`),
      ),
    );
    expect(swapped).toEqual(['A3']);
  });

  it('a line that is written in another way: A3', () => {
    expect(entries((lines) => lines.map((line) => line.replace('{', '{ ')))).toContain('A3');
  });

  it('a registration left out: its items are not registered, A3, and the proof fails, A4', () => {
    const cut = records((lines) => lines.filter((line) => !line.includes('BatchRegistered')));
    expect(cut).toEqual(expect.arrayContaining(['A3', 'A4']));
  });

  it('a commitment changed: its signature, C1, and its place, A4, do not hold', () => {
    const changed = records((lines) =>
      lines.map((line) => line.replace(/"commitment":"[0-9a-f]{4}/g, '"commitment":"0000')),
    );
    expect(changed).toEqual(expect.arrayContaining(['A4', 'C1']));
  });

  it('a time or a position changed: its place does not hold, A4', () => {
    const dated = records((lines) =>
      lines.map((line) => line.replace(/"time":"20\d\d/, '"time":"1999')),
    );
    expect(dated).toContain('A4');
  });

  it('a freezing left out: nothing to hold the manifest against, A3', () => {
    const cut = records((lines) => lines.filter((line) => !line.includes('DossierFrozen')));
    expect(cut).toEqual(expect.arrayContaining(['A3', 'A4']));
  });

  it('a record of a stranger added under its own proof: A1', async () => {
    const more = await story.collect({ withheld: new Map([[story.design, 'privilege']]) });
    const grafted = assembleDossier({
      ...more,
      records: parts.records,
      inclusion: parts.inclusion,
    });
    expect(failing(verify(grafted))).toEqual(['A1']);
  });

  it('a file that no check looks at, though the manifest lists it: A1', () => {
    const more = [{ path: 'dossier/more.jsonl', bytes: utf8('{}') }];
    const report = verify(forgedDossier(bundle, ({ bytes }) => bytes, {}, more));
    expect(failing(report)).toEqual(['A1']);
    expect(sentencesOf(report, 'A1')).toEqual(['FILE_EXTRA']);
  });

  it('a sound file called something else: A1', () => {
    const called = { [RECORDS]: 'entries' } as const;
    const report = verify(forgedDossier(bundle, ({ bytes }) => bytes, called));
    expect(failing(report)).toEqual(['A1']);
    expect(sentencesOf(report, 'A1')).toEqual(['FILE_MISNAMED']);
  });

  it('another ledger is pinned: A5', () => {
    const trust = { ledger: 'ab'.repeat(32), roots: [] };
    expect(failing(verifyBundle(bundle, { trust }))).toContain('A5');
  });

  it('a head of another block: A4', async () => {
    story.tell('counsel@rival', 'OpenDossier', {});
    const later = await story.collect({ height: story.log.height() });
    expect(failing(verify(assembleDossier(later)))).toEqual([]);
    const { header, checkpoint } = later;
    expect(failing(verify(assembleDossier({ ...parts, header, checkpoint })))).toEqual(['A4']);
  });

  it('any byte of it changed: malformed, or failing', () => {
    for (let index = 0; index < 200; index += 1) {
      const changed = Uint8Array.from(bundle);
      const at = Math.floor((index * bundle.length) / 200);
      changed[at] = (changed[at] as number) ^ (1 << (index % 8));
      expect([1, 3]).toContain(verify(changed).code);
    }
  });
});
