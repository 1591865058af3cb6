/**
 * What an approval set off: whether the proposal was executed, and what the rules said to its
 * action.
 */
import { REFUSED_TYPE } from '../../domain/refusals.js';
import type { LogReader } from '../../projections/logReader.js';
import type { SubmitResult } from '../context.js';
import { derivedOf } from '../ledger/entries.js';
import { type RefusalFacts, RefusalObject } from '../ledger/outcome.types.js';

const PROPOSAL_EXECUTED_TYPE = 'governance.ProposalExecuted';

/** Reads the entries that followed from an accepted `governance.ApproveProposal`. */
export function executionOf(
  log: LogReader,
  { position, derived: derivedCount }: SubmitResult,
): { readonly executed: boolean; readonly actionRefusal: RefusalObject | null } {
  const derived = derivedOf(log, { position, derivedCount });
  const executed = derived.some(({ type }) => type === PROPOSAL_EXECUTED_TYPE);
  const refused = derived.find(({ type }) => type === REFUSED_TYPE);
  const facts = refused?.data as unknown as RefusalFacts | undefined;
  return { executed, actionRefusal: facts === undefined ? null : new RefusalObject(facts) };
}
