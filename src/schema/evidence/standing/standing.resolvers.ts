/** Queries and mutations of standing. */
import { Arg, Args, type ClassType, Ctx, Query, Resolver } from 'type-graphql';
import { MinPositionArgs } from '../../connection.js';
import type { SchemaContext } from '../../context.js';
import { readAt } from '../../readPosition.js';
import { by, recordById, recordQueries } from '../../recordQueries.js';
import { HashScalar, InstantScalar } from '../../scalars.js';
import { actionMutations, type ActionSubject } from '../../submission/actionMutations.js';
import { CONTENT_FIELD } from '../content.types.js';
import { factsAt } from '../trace/traceReads.js';
import {
  AccreditationEndReasonEnum,
  AccreditationStatusEnum,
  CapacityEnum,
  FactEndReasonEnum,
  IncidentKindEnum,
  PlatformFactKindEnum,
  PlatformFactStatusEnum,
  RelationKindEnum,
  RelationStatusEnum,
} from './standing.enums.js';
import {
  AccreditationType,
  IncidentType,
  PlatformFactType,
  RelationType,
} from './standing.types.js';

const ACCREDITATIONS = {
  table: 'evidence_accreditations',
  key: 'accreditation',
  type: AccreditationType,
  name: 'EvidenceAccreditation',
  one: 'evidenceAccreditation',
  many: 'evidenceAccreditations',
  what: 'accreditations',
  filters: {
    organisationId: by.text('organisation', 'Id of the organisation.'),
    capacity: by.word(['EvidenceCapacity', CapacityEnum], 'capacity', 'As what it may act.'),
    status: by.word(['AccreditationStatus', AccreditationStatusEnum], 'status', 'Its status.'),
  },
} as const;

const RELATIONS = {
  table: 'evidence_relations',
  key: 'relation',
  type: RelationType,
  name: 'EvidenceRelation',
  one: 'evidenceRelation',
  many: 'evidenceRelations',
  what: 'relations between organisations',
  filters: {
    organisationId: by.text('organisation', 'Id of the one.'),
    otherId: by.text('other', 'Id of the other.'),
    status: by.word(['EvidenceRelationStatus', RelationStatusEnum], 'status', 'Its status.'),
  },
} as const;

const FACTS = {
  table: 'evidence_platform_facts',
  key: 'fact',
  type: PlatformFactType,
  name: 'PlatformFact',
  one: 'platformFact',
  many: 'platformFacts',
  what: 'facts about platforms',
  filters: {
    platformId: by.text('platform', 'Id of the platform.'),
    kind: by.word(['PlatformFactKind', PlatformFactKindEnum], 'kind', 'What they are of.'),
    status: by.word(['PlatformFactStatus', PlatformFactStatusEnum], 'status', 'Their status.'),
  },
} as const;

const INCIDENTS = {
  table: 'evidence_incidents',
  key: 'incident',
  type: IncidentType,
  name: 'EvidenceIncident',
  one: 'evidenceIncident',
  many: 'evidenceIncidents',
  what: 'incidents of platforms and offices',
  filters: {
    organisationId: by.text('organisation', 'Id of the organisation.'),
    kind: by.word(['EvidenceIncidentKind', IncidentKindEnum], 'kind', 'What went wrong.'),
  },
} as const;

/** The facts that were endorsed and held at one time: what a report of an act shows. */
@Resolver()
class PlatformFactsAtResolver {
  @Query(() => [PlatformFactType.type], {
    description:
      'The facts of a platform that were endorsed and held at a time, as a report on an act of ' +
      'that time shows them: not those of today.',
  })
  async platformFactsAt(
    @Arg('platformId', () => String, { description: 'Id of the platform.' }) platformId: string,
    @Arg('time', () => InstantScalar, { description: 'The time of the act.' }) time: string,
    @Args(() => MinPositionArgs) { minPosition }: MinPositionArgs,
    @Ctx() context: SchemaContext,
  ): Promise<object[]> {
    await readAt(context, minPosition);
    const rows = await factsAt(context.readModels, platformId, time);
    return rows.map(PlatformFactType.of);
  }
}

const organisation = { type: () => String, description: 'Id of the organisation.' };
const other = { type: () => String, description: 'Id of the other organisation.' };
const capacity = { type: () => CapacityEnum, description: 'As what it may act.' };
const from = { type: () => InstantScalar, description: 'First instant at which it holds.' };
const until = { type: () => InstantScalar, description: 'Last instant at which it holds.' };

/** The accreditation that an action granted or ended: the newest of that capacity. */
const accreditation: ActionSubject = {
  field: 'accreditation',
  type: () => AccreditationType.type,
  find: async (_, input, { readModels }) => {
    const row = await readModels
      .selectFrom('evidence_accreditations')
      .selectAll()
      .where('organisation', '=', input['organisation'] as string)
      .where('capacity', '=', input['capacity'] as string)
      .orderBy('position', 'desc')
      .executeTakeFirst();
    return row === undefined ? null : AccreditationType.of(row);
  },
};

const AccreditationMutations = actionMutations(accreditation, {
  grantAccreditation: {
    type: 'evidence.GrantAccreditation',
    does: 'Accredits an organisation in a capacity; a later grant renews it',
    done: 'The organisation is accredited.',
    fields: {
      organisation,
      capacity,
      document: CONTENT_FIELD('Licence or appointment.'),
      validFrom: from,
      validUntil: until,
    },
  },
  withdrawAccreditation: {
    type: 'evidence.WithdrawAccreditation',
    does: 'Takes an accreditation back',
    done: 'The organisation no longer has the capacity.',
    fields: {
      organisation,
      capacity,
      reason: { type: () => AccreditationEndReasonEnum, description: 'Why.' },
    },
  },
});

const relation: ActionSubject = {
  field: 'relations',
  type: () => [RelationType.type] as never,
  find: async (_, input, { readModels }) => {
    const pair = [input['organisation'] as string, input['other'] as string];
    const query = readModels.selectFrom('evidence_relations').selectAll();
    const both = query.where('organisation', 'in', pair).where('other', 'in', pair);
    return (await both.orderBy('position').execute()).map(RelationType.of);
  },
};

const RelationMutations = actionMutations(relation, {
  declareRelation: {
    type: 'evidence.DeclareRelation',
    does: 'Declares what ties two organisations together',
    done: 'The relation is on record.',
    fields: {
      organisation,
      other,
      kind: { type: () => RelationKindEnum, description: 'What ties them.' },
    },
  },
  endRelation: {
    type: 'evidence.EndRelation',
    does: 'Says that a relation has ended',
    done: 'The relation has ended.',
    fields: { organisation, other },
  },
});

const factSubject: ActionSubject = {
  field: 'fact',
  type: () => PlatformFactType.type,
  find: ({ eventHash }, input, context) =>
    recordById(FACTS, (input['fact'] as string | undefined) ?? eventHash, context),
};
const factField = { type: () => HashScalar, description: 'Id of the fact.' };

const FactMutations = actionMutations(factSubject, {
  recordPlatformFact: {
    type: 'evidence.RecordPlatformFact',
    does: 'Records a dated fact about the signer’s own platform',
    done: 'The fact is recorded; it is not endorsed yet.',
    fields: {
      kind: { type: () => PlatformFactKindEnum, description: 'What it is of.' },
      document: CONTENT_FIELD('What shows it.'),
      validFrom: from,
      validUntil: { ...until, optional: true },
    },
  },
  endorsePlatformFact: {
    type: 'evidence.EndorsePlatformFact',
    does: 'Endorses a platform’s fact, as an auditor without relation to it',
    done: 'The fact is endorsed.',
    fields: { fact: factField },
  },
  withdrawPlatformFact: {
    type: 'evidence.WithdrawPlatformFact',
    does: 'Takes a fact back; reports on earlier acts still show it',
    done: 'The fact is withdrawn.',
    fields: {
      fact: factField,
      reason: { type: () => FactEndReasonEnum, description: 'Why.' },
    },
  },
});

const IncidentMutations = actionMutations(
  {
    field: 'incident',
    type: () => IncidentType.type,
    find: ({ eventHash }, _, context) => recordById(INCIDENTS, eventHash, context),
  },
  {
    reportIncident: {
      type: 'evidence.ReportIncident',
      does: 'Reports what went wrong with the signer’s organisation, or as an auditor with another',
      done: 'The incident is on record.',
      fields: {
        organisation,
        kind: { type: () => IncidentKindEnum, description: 'What went wrong.' },
        validFrom: { type: () => InstantScalar, description: 'First instant at which it lasted.' },
        validUntil: {
          type: () => InstantScalar,
          optional: true,
          description: 'Last instant; absent: it goes on.',
        },
        document: CONTENT_FIELD('The report.'),
      },
    },
  },
);

export const STANDING_RESOLVERS: readonly ClassType[] = [
  recordQueries(ACCREDITATIONS),
  recordQueries(RELATIONS),
  recordQueries(FACTS),
  recordQueries(INCIDENTS),
  PlatformFactsAtResolver,
  AccreditationMutations,
  RelationMutations,
  FactMutations,
  IncidentMutations,
];
