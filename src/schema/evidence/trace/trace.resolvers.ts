/** The field `trace` of items: one query for every hand and every gap. */
import { type ClassType, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { EvidenceStepsTable } from '../../../projections/evidence/lifeTables.js';
import {
  type TraceFacts,
  traceGaps,
  type TraceStage,
} from '../../../projections/evidence/traceGaps.js';
import type { SchemaContext } from '../../context.js';
import { DerivedEntryObject } from '../../ledger/entry.types.js';
import { EvidenceStepType } from '../content.types.js';
import { EvidenceItemObject } from '../evidence.types.js';
import { type TraceHandObject, TraceObject, type TraceStepObject } from './trace.types.js';
import { traceFacts, traceSteps } from './traceReads.js';

@Resolver(() => EvidenceItemObject)
class ItemTraceResolver {
  @FieldResolver(() => TraceObject, {
    description:
      'Every hand and every gap over generation, collection, storage and transmission, and what ' +
      'authorities made of it.',
  })
  async trace(
    @Root() item: EvidenceItemObject,
    @Ctx() context: SchemaContext,
  ): Promise<TraceObject> {
    const { readModels } = context;
    const own = await ownSteps(item, context);
    const facts = await traceFacts(readModels, item);
    const { count, steps } = await traceSteps(readModels, item, facts.capture?.capture);
    const all = [...steps, ...own].sort((left, right) => left.position - right.position);
    return {
      notBefore: facts.capture?.not_before ?? null,
      notAfter: item.registeredTime,
      hands: handsOf(facts),
      stepCount: count + own.length,
      steps: all.map(traceStep),
      gaps: traceGaps(facts).map(({ record: recordId, ...gap }) => ({ ...gap, recordId })),
    };
  }
}

/** The claimant, then everybody who accepted custody. */
function handsOf({ item, offers }: TraceFacts): readonly TraceHandObject[] {
  const first = { organisationId: item.claimant, fromPosition: item.position, fromTime: null };
  const later = offers.flatMap(
    ({ status, recipient, answered_position: at, answered_time: time }) =>
      status === 'accepted' && at !== null
        ? [{ organisationId: recipient, fromPosition: at, fromTime: time }]
        : [],
  );
  return [first, ...later];
}

/** Registration and closing of the item: no life-cycle steps, but a part of its trace. */
async function ownSteps(
  { itemId: record, position, closedPosition }: EvidenceItemObject,
  { loaders }: SchemaContext,
): Promise<readonly EvidenceStepsTable[]> {
  const positions = closedPosition === null ? [position] : [position, closedPosition];
  const entries = await Promise.all(positions.map((each) => loaders.entries.load(each)));
  return entries.flatMap((entry) => {
    if (!(entry instanceof DerivedEntryObject)) return [];
    const { data, type, time } = entry;
    const by = (data['by'] ?? data['registrant']) as string;
    return [{ kind: 'item', record, type, by_actor: by, position: entry.position, time }];
  });
}

const GENERATION = ['evidence.CaptureOpened', 'evidence.EnvironmentChecked'];

const STAGES: { readonly [kind: string]: TraceStage } = {
  capture: 'collection',
  'custody-offer': 'transmission',
  'notarial-act': 'examination',
  appraisal: 'examination',
  dossier: 'proceedings',
  'case-link': 'proceedings',
};

function traceStep(row: EvidenceStepsTable): TraceStepObject {
  const stage = GENERATION.includes(row.type) ? 'generation' : (STAGES[row.kind] ?? 'storage');
  return { stage, step: EvidenceStepType.of(row) };
}

export const TRACE_RESOLVERS: readonly ClassType[] = [ItemTraceResolver];
