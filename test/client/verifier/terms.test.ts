import { describe, expect, it } from '@jest/globals';
import { WITHHELD_REASONS } from '../../../src/client/dossier/entryLines.js';
import { filled } from '../../../src/client/verifier/finding.js';
import { STANDING_SENTENCES } from '../../../src/client/verifier/standingSentences.js';
import { chineseTerms } from '../../../src/client/verifier/terms.js';
import { ARTEFACT_ROLES } from '../../../src/domain/evidence/capture/artefact.js';
import { OUTCOMES } from '../../../src/domain/evidence/case/caseLink.js';
import { INCIDENT_KINDS } from '../../../src/domain/evidence/standing/incident.js';
import { PLATFORM_FACT_KINDS } from '../../../src/domain/evidence/standing/platformFact.js';
import { RELATION_KINDS } from '../../../src/domain/evidence/standing/relation.js';

describe('the Chinese words for the ledger’s values', () => {
  it.each([
    ['kind', PLATFORM_FACT_KINDS],
    ['kind', RELATION_KINDS],
    ['kind', INCIDENT_KINDS],
    ['outcome', OUTCOMES],
    ['reason', WITHHELD_REASONS],
    ['roles', ARTEFACT_ROLES.filter((role) => /^page-|^network-/.test(role))],
  ])('leave no value of {%s} in English', (placeholder, values) => {
    expect(values.map((value) => chineseTerms(placeholder, value)).join()).not.toMatch(/[a-z]/);
  });

  it('stand in the Chinese sentence, and the value in the English one', () => {
    const values = { kind: 'filing', platform: 'platform-a', time: '2026-01-02T03:04:05.000Z' };
    expect(filled(STANDING_SENTENCES.FACT_MISSING, values)).toEqual({
      zh: '未见 platform-a 在 2026-01-02T03:04:05.000Z 有效且经背书的区块链信息服务备案。',
      en: 'No endorsed filing of platform-a in force at 2026-01-02T03:04:05.000Z is shown.',
    });
  });

  it('are given to every member of a list', () => {
    expect(chineseTerms('roles', 'page-image, network-log')).toBe('页面图像、网络日志');
  });

  it('are given to nothing else: names and unknown values stand as they are', () => {
    expect(chineseTerms('platform', 'filing')).toBe('filing');
    expect(chineseTerms('owners', 'a, b')).toBe('a, b');
    for (const value of ['constructor', '__proto__', 'unheard-of']) {
      expect(chineseTerms('kind', value)).toBe(value);
      expect(chineseTerms(value, 'filing')).toBe('filing');
    }
  });
});
