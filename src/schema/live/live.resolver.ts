/**
 * Subscriptions: what happened after a position, then what happens, without gap or repetition. They
 * follow the log, not the moment of a publication, so that a subscriber can come back at any time.
 */
import { Arg, Resolver, Root, Subscription } from 'type-graphql';
import type { SchemaContext } from '../context.js';
import { EvidenceStepType } from '../evidence/content.types.js';
import { EvidenceItemsWhere } from '../evidence/evidence.filters.js';
import { EntriesWhere, entrySelection } from '../ledger/entry.inputs.js';
import { entryObject } from '../ledger/entry.types.js';
import { PositionScalar } from '../scalars.js';
import { EvidenceMatterInput, matterSteps } from './evidenceMatter.js';
import {
  CheckpointSignedObject,
  CheckpointsPayload,
  EntriesPayload,
  EntryAppendedObject,
  EvidenceItemsPayload,
  EvidenceRegisteredObject,
  EvidenceStepsPayload,
  EvidenceStepTakenObject,
  type GapObject,
} from './live.types.js';
import { livePayloads, place } from './livePayloads.js';
import { type Registration, registrationFinder } from './registrations.js';
import { checkpointRows, entryRows } from './rows.js';

const AFTER =
  'Position that the subscriber has seen: delivery starts behind it. Null: from the start of the ' +
  'log. Absent: only what comes from now on.';

interface Subscribing<Where> {
  readonly args: { readonly after?: number | null; readonly where?: Where | null };
  readonly context: SchemaContext;
}

interface SubscribingTo<Matter> {
  readonly args: { readonly after?: number | null; readonly of: Matter };
  readonly context: SchemaContext;
}

function subscribeEntries({ args, context }: Subscribing<EntriesWhere>) {
  const { matches, from, to } = entrySelection(args.where);
  return livePayloads(context, {
    after: args.after,
    read: entryRows(context.log, (stored) => {
      if (stored.position < from || stored.position > to) return undefined;
      const entry = entryObject(stored);
      return matches(entry) ? entry : undefined;
    }),
    payload: ({ prev, position, item: entry }) =>
      Object.assign(new EntryAppendedObject(), { prev: place(prev), position, entry }),
  });
}

function subscribeEvidenceItems({ args, context }: Subscribing<EvidenceItemsWhere>) {
  const { loaders } = context;
  return livePayloads<Registration, EvidenceRegisteredObject>(context, {
    after: args.after,
    read: entryRows(context.log, registrationFinder(args.where)),
    payload: ({ prev, position, item: { id, isBatch } }) =>
      Object.assign(new EvidenceRegisteredObject(), {
        prev: place(prev),
        position,
        item: isBatch ? null : () => loaders.items.load(id),
        batch: isBatch ? () => loaders.batches.load(id) : null,
      }),
  });
}

function subscribeEvidenceSteps({ args, context }: SubscribingTo<EvidenceMatterInput>) {
  return livePayloads(context, {
    after: args.after,
    read: matterSteps(context, args.of),
    payload: ({ prev, position, item: row }) => {
      const step = EvidenceStepType.of(row);
      return Object.assign(new EvidenceStepTakenObject(), { prev: place(prev), position, step });
    },
  });
}

function subscribeCheckpoints({ args, context }: Subscribing<never>) {
  return livePayloads(context, {
    after: args.after,
    read: checkpointRows(context.log),
    payload: ({ prev, position, item: checkpoint }) =>
      Object.assign(new CheckpointSignedObject(), { prev: place(prev), position, checkpoint }),
  });
}

@Resolver()
export class LiveResolver {
  @Subscription(() => EntriesPayload, {
    subscribe: (data) => subscribeEntries(data as Subscribing<EntriesWhere>),
    description: 'Entries of the log, in order.',
  })
  entries(
    @Arg('after', () => PositionScalar, { nullable: true, description: AFTER })
    _after: number | undefined,
    @Arg('where', () => EntriesWhere, { nullable: true, description: 'Which entries.' })
    _where: EntriesWhere | undefined,
    @Root() payload: EntryAppendedObject | GapObject,
  ): EntryAppendedObject | GapObject {
    return payload;
  }

  @Subscription(() => EvidenceItemsPayload, {
    subscribe: (data) => subscribeEvidenceItems(data as Subscribing<EvidenceItemsWhere>),
    description: 'Registrations of evidence, in the order of the log; a batch is one payload.',
  })
  evidenceItems(
    @Arg('after', () => PositionScalar, { nullable: true, description: AFTER })
    _after: number | undefined,
    @Arg('where', () => EvidenceItemsWhere, {
      nullable: true,
      description: 'Which registrations; every item is ACTIVE when it is registered.',
    })
    _where: EvidenceItemsWhere | undefined,
    @Root() payload: EvidenceRegisteredObject | GapObject,
  ): EvidenceRegisteredObject | GapObject {
    return payload;
  }

  @Subscription(() => EvidenceStepsPayload, {
    subscribe: (data) => subscribeEvidenceSteps(data as SubscribingTo<EvidenceMatterInput>),
    description:
      'The steps of one matter, in the order of the log: those that the traces of its items ' +
      'show, by the records that concern an item when the step is read.',
  })
  evidenceSteps(
    @Arg('after', () => PositionScalar, { nullable: true, description: AFTER })
    _after: number | undefined,
    @Arg('of', () => EvidenceMatterInput, { description: 'Which matter.' })
    _of: EvidenceMatterInput,
    @Root() payload: EvidenceStepTakenObject | GapObject,
  ): EvidenceStepTakenObject | GapObject {
    return payload;
  }

  @Subscription(() => CheckpointsPayload, {
    subscribe: (data) => subscribeCheckpoints(data as Subscribing<never>),
    description: 'The signed checkpoint of each block, in order.',
  })
  checkpoints(
    @Arg('after', () => PositionScalar, { nullable: true, description: AFTER })
    _after: number | undefined,
    @Root() payload: CheckpointSignedObject | GapObject,
  ): CheckpointSignedObject | GapObject {
    return payload;
  }
}
