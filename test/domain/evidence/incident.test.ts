/** Incidents: public, reported by whom they happened to or by an auditor. */
import { expect, it } from '@jest/globals';
import { codeOf } from '../../support/domain.js';
import {
  ask,
  AUDITOR,
  contentOf,
  INFRINGER,
  lifeLedger,
  must,
  REGULATOR,
  TOOL_BOT,
} from '../../support/evidenceLife.js';

const incident = {
  organisation: 'platform',
  kind: 'outage',
  validFrom: '2026-01-01T00:00:00.000Z',
  validUntil: '2026-01-01T01:00:00.000Z',
  document: contentOf('report'),
};

it('an organisation reports its own, and an unrelated auditor that of another', () => {
  const ledger = lifeLedger();
  const report = (actor: string) => codeOf(ask(ledger, actor, 'ReportIncident', incident));
  expect([TOOL_BOT, AUDITOR].map(report)).toEqual(['accepted', 'accepted']);
  expect(report(INFRINGER)).toBe('CAPACITY_MISSING');
  const pair = { organisation: 'audit-firm', other: 'platform', kind: 'funding' };
  must(ledger, REGULATOR, 'DeclareRelation', pair);
  expect(report(AUDITOR)).toBe('PARTY_RELATED');
});

it('it may still go on, but cannot end before it began', () => {
  const ledger = lifeLedger();
  const { validUntil, ...lasting } = incident;
  expect(codeOf(ask(ledger, TOOL_BOT, 'ReportIncident', lasting))).toBe('accepted');
  const reversed = { ...incident, validFrom: validUntil, validUntil: incident.validFrom };
  expect(codeOf(ask(ledger, TOOL_BOT, 'ReportIncident', reversed))).toBe('VALIDITY_REVERSED');
});
