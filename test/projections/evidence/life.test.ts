/** The life-cycle tables: the same however the log is cut, and whole after a rebuild. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { compareReadModels } from '../../../src/projections/compare.js';
import { contentOf } from '../../support/evidenceLife.js';
import {
  APPRAISER,
  BOT,
  BUILD,
  CASE,
  JUDGE,
  KEEPER,
  LifeStory,
  NOTARY,
  OWNER,
  RIVAL,
} from '../../schema/evidence/lifeStory.js';
import { foldAll, ReadModelDirectory, rows } from '../support/readModelFile.js';

const directory = new ReadModelDirectory();
const story = new LifeStory();
afterAll(async () => {
  directory.remove();
  await story.close();
});

story.tell(BOT, 'RegisterTool', { build: BUILD, profiles: ['web-auto'] });
const { batch } = story.capture(['image', 'source', 'network'], { checked: true });
const item = `${batch}.0`;
story.handOver(item, 'image', BOT, NOTARY);
const act = story.certify(BOT, item);
story.tell(NOTARY, 'RevokeCertificate', { act, ground: 'untrue' });
const commission = { institution: 'institute', items: [item], question: 'integrity' };
const appraisal = story.tell(BOT, 'CommissionAppraisal', commission);
story.tell(APPRAISER, 'ReceiveMaterial', { appraisal, materials: [contentOf('image')] });
story.tell(APPRAISER, 'IssueOpinion', { appraisal, document: contentOf('opinion') });
const link = story.tell(BOT, 'SubmitToCase', { case: CASE, court: 'court', items: [item] });
story.tell(JUDGE, 'CheckInCase', { link, result: 'consistent', report: contentOf('report') });
const owned = story.tell(OWNER, 'RegisterItem', {
  item: { ...contentOf('personal'), category: 'document', claim: 'custodian' },
});
story.tell(OWNER, 'SetRetention', { item: owned, until: '2025-12-31T00:00:00.000Z', basis: 'law' });
const erasure = story.tell(RIVAL, 'RequestErasure', { item: owned, ground: 'order' });
const erase = { decision: 'erase', custodians: ['vault'], required: 1 };
story.tell(OWNER, 'DecideErasure', { erasure, ...erase });
story.tell(KEEPER, 'AttestKeyDestruction', { erasure, proof: contentOf('destroyed') });

describe('the life-cycle tables', () => {
  it.each([1, 2, 7])('are the same folded %i entries at a time', (entries) => {
    const [whole, cut] = [directory.newPath(), directory.newPath()];
    foldAll(story.log, whole);
    foldAll(story.log, cut, { entries });
    expect(compareReadModels(whole, cut)).toBeUndefined();
  });

  it('have one step for every life-cycle event of the log, each with its place', () => {
    const path = directory.newPath();
    foldAll(story.log, path);
    const steps = rows<{ readonly position: number; readonly type: string }>(
      path,
      'SELECT position, type FROM evidence_steps ORDER BY position',
    );
    const entries = story.log.entries(0, 1_000).map(
      ({ entry }) =>
        JSON.parse(entry) as {
          kind: string;
          position: number;
          type: string;
        },
    );
    const others = /^(?:ledger|governance)\.|ItemRegistered|BatchRegistered|Accreditation/;
    const life = entries.filter(({ kind, type }) => kind === 'derived' && !others.test(type));
    expect(steps).toEqual(life.map(({ position, type }) => ({ position, type })));
  });

  it('keep no content, no salt and no text of a person', () => {
    const path = directory.newPath();
    foldAll(story.log, path);
    const tables = rows<{ readonly name: string }>(
      path,
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'evidence%'`,
    );
    expect(tables.length).toBeGreaterThan(20);
    for (const { name } of tables) {
      const text = JSON.stringify(rows(path, `SELECT * FROM ${name}`));
      expect(text).not.toMatch(/personal|salt/);
    }
  });
});
