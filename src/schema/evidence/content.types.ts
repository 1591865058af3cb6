/** References to contents outside the log, as inputs and as objects; and the steps of records. */
import { Field, InputType, ObjectType } from 'type-graphql';
import type { Hex } from '../../crypto/bytes.js';
import type { EvidenceStepsTable } from '../../projections/evidence/lifeTables.js';
import type { SchemaContext } from '../context.js';
import { EntryObject } from '../ledger/entry.types.js';
import { HashScalar } from '../scalars.js';
import { type RowField, rowFields, tableType } from '../tableType.js';
import { TypedDigestInput } from './evidence.inputs.js';
import { TypedDigestObject } from './evidence.types.js';

@InputType({ description: 'A content outside the log: its commitment, and digests if open.' })
export class EvidenceContentInput {
  @Field(() => HashScalar, { description: 'Commitment to the digests, open or salted.' })
  commitment!: Hex;

  @Field(() => [TypedDigestInput], {
    nullable: true,
    description: 'Two to four digests of at least two families, sorted by algorithm; or salted.',
  })
  digests?: TypedDigestInput[];
}

@ObjectType('EvidenceContent', {
  simpleResolvers: true,
  description: 'A content outside the log: its commitment, and digests if open.',
})
export class EvidenceContentObject {
  @Field(() => HashScalar, { description: 'Commitment to the digests, open or salted.' })
  commitment!: Hex;

  @Field(() => [TypedDigestObject], {
    nullable: true,
    description: 'The digests; null when the commitment is salted.',
  })
  digests!: TypedDigestObject[] | null;
}

const { text, instant, position, maybe } = rowFields<EvidenceStepsTable>();

export const EvidenceStepType = tableType<EvidenceStepsTable>(
  'EvidenceStep',
  'One step that somebody took, with its place in the log.',
  {
    position: position('position', 'Position of the derived entry.'),
    time: instant('time', 'Time of its block.'),
    recordKind: text('kind', 'What it moved on: `capture`, `custody-offer`, `notarial-act`, ….'),
    recordId: text('record', 'Id of the record, or of the item.'),
    type: text('type', 'Event type, for example `evidence.CustodyAccepted`.'),
    actorId: maybe(text('by_actor', 'Who signed; null for what followed by itself.')),
    entry: {
      type: () => EntryObject,
      list: false,
      nullable: true,
      description: 'The derived entry, with its facts.',
      value:
        (row) =>
        (_: unknown, { loaders }: SchemaContext) =>
          loaders.entries.load(row.position),
    },
  },
);

/** The steps of a record in the order of the log, as a field of its type. */
export function historyOf<Row extends object>(key: keyof Row): RowField<Row> {
  return rowFields<Row>().lazy(
    () => EvidenceStepType.type,
    'The steps taken on it, in the order of the log, at most the first thousand.',
    async (row, { loaders }) =>
      (await loaders.histories.load(row[key] as string)).map(EvidenceStepType.of),
  );
}

/** The items that a record names in its column `items`, as a field of its type. */
export function itemsOf<Row extends { readonly items: string }>(item: () => object): RowField<Row> {
  return rowFields<Row>().lazy(item, 'The items that it concerns.', (row, { loaders }) =>
    loaders.items.loadMany(JSON.parse(row.items) as string[]),
  );
}

/** Inputs that many actions share. */
export const CONTENT_FIELD = (description: string) => ({
  type: () => EvidenceContentInput,
  description,
});
