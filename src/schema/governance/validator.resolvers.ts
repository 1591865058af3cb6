/** Validators: who votes on blocks, and the mutations that change it. */
import { sql } from 'kysely';
import {
  Arg,
  Args,
  type ClassType,
  Ctx,
  Field,
  FieldResolver,
  InputType,
  Int,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type {
  GovernancePowerShareTable,
  GovernanceValidatorsTable,
} from '../../projections/readModels.js';
import { connectionType, MinPositionArgs, type Page, ReadPageArgs } from '../connection.js';
import type { SchemaContext } from '../context.js';
import { type Comparison, compare, whereSql } from '../filters.js';
import { readAt } from '../readPosition.js';
import { HeightScalar, HexScalar, SignatureScalar } from '../scalars.js';
import { sqlPage } from '../sqlPage.js';
import { actionMutations, type ActionSubject } from '../submission/actionMutations.js';
import { rowFields, tableType } from '../tableType.js';
import { MembershipStatusEnum } from './governance.enums.js';
import { MembershipStatusFilter } from './governance.filters.js';
import { OrganisationObject } from './governance.types.js';

const of = rowFields<GovernanceValidatorsTable>();

export const ValidatorType = tableType<GovernanceValidatorsTable>(
  'Validator',
  'The node of an organisation that votes, or voted, on blocks.',
  {
    organisationId: of.text('organisation', 'Id of the organisation.'),
    nodeId: {
      ...of.text('node_id', 'CometBFT’s id of the node: 20 bytes in hex.'),
      type: () => HexScalar,
    },
    validatorKey: {
      ...of.text('validator_key', 'Ed25519 public key of its votes: 32 bytes in hex.'),
      type: () => HexScalar,
    },
    power: of.int('power', 'Its voting power, among that of all others.'),
    status: of.word(MembershipStatusEnum, 'status', 'Whether it votes.'),
    changedPosition: of.position('changed_position', 'Position of the entry of its last change.'),
    changedHeight: {
      ...of.position('changed_height', 'Height of the ledger’s block of its last change.'),
      type: () => HeightScalar,
    },
  },
);

const share = rowFields<GovernancePowerShareTable>();

export const PowerShareLimitType = tableType<GovernancePowerShareTable>(
  'PowerShareLimit',
  'The largest part of all voting power that a change may give to one organisation.',
  {
    numerator: share.int('numerator', 'Above the line.'),
    denominator: share.int('denominator', 'Below the line.'),
    setPosition: share.position('set_position', 'Position of the entry that set it.'),
  },
);

const ValidatorConnection = connectionType('Validator', () => ValidatorType.type, 'validators');

@InputType({ description: 'Which validators. All given fields must hold.' })
class ValidatorsWhere {
  @Field(() => MembershipStatusFilter, { nullable: true, description: 'Whether they vote.' })
  status?: Comparison;
}

@Resolver()
class ValidatorsResolver {
  @Query(() => ValidatorConnection, {
    description:
      'The validators of a consortium, in order of their organisations’ ids; none where one ' +
      'operator keeps the ledger.',
  })
  validators(
    @Args(() => ReadPageArgs) args: ReadPageArgs,
    @Arg('where', () => ValidatorsWhere, { nullable: true, description: 'Which validators.' })
    where: ValidatorsWhere | undefined,
    @Ctx() context: SchemaContext,
  ): Promise<Page<object>> {
    const query = context.readModels
      .selectFrom('governance_validators')
      .selectAll()
      .where(whereSql(where, { status: compare(sql.ref('status')) }));
    const column = sql.ref('organisation');
    return sqlPage(
      {
        name: 'validators',
        query,
        sort: [
          { name: 'ID', column, kind: 'string', of: (row) => row.organisation, direction: 'asc' },
        ],
        member: ValidatorType.of,
      },
      args,
      context,
    );
  }
}

@Resolver()
class PowerShareResolver {
  @Query(() => PowerShareLimitType.type, {
    nullable: true,
    description: 'How much power one organisation may be given; null without validators.',
  })
  async powerShareLimit(
    @Args(() => MinPositionArgs) { minPosition }: MinPositionArgs,
    @Ctx() context: SchemaContext,
  ): Promise<object | null> {
    await readAt(context, minPosition);
    return shareLimit(context);
  }
}

@Resolver(() => OrganisationObject)
class OrganisationValidatorResolver {
  @FieldResolver(() => ValidatorType.type, {
    nullable: true,
    description: 'Its validator, or the last one that it had.',
  })
  validator(
    @Root() { organisationId }: OrganisationObject,
    @Ctx() context: SchemaContext,
  ): Promise<object | null> {
    return validatorOf(organisationId, context);
  }
}

async function validatorOf(
  organisation: string,
  { loaders }: SchemaContext,
): Promise<object | null> {
  const row = await loaders.validators.load(organisation);
  return row === undefined ? null : ValidatorType.of(row);
}

async function shareLimit({ readModels }: SchemaContext): Promise<object | null> {
  const row = await readModels.selectFrom('governance_power_share').selectAll().executeTakeFirst();
  return row === undefined ? null : PowerShareLimitType.of(row);
}

const validator: ActionSubject = {
  field: 'validator',
  type: () => ValidatorType.type,
  find: (_, input, context) => validatorOf(input['organisation'] as string, context),
};

const organisation = { type: () => String, description: 'Id of the organisation.' };
const power = { type: () => Int, description: 'Its voting power, at least 1.' };

const ValidatorMutations = actionMutations(validator, {
  addValidator: {
    type: 'governance.AddValidator',
    does: 'Lets the node of an organisation vote on blocks',
    done: 'The validator is added; its votes count from the second block after this one.',
    fields: {
      organisation,
      validatorKey: { type: () => HexScalar, description: 'Ed25519 public key of its votes.' },
      nodeId: { type: () => HexScalar, description: 'CometBFT’s id of the node.' },
      power,
      possession: {
        type: () => SignatureScalar,
        description:
          'signature by the validator key over `civic-ledger/key-possession/v1`, the ledger id ' +
          'and the organisation’s id, joined by line feeds.',
      },
    },
  },
  reweighValidator: {
    type: 'governance.ReweighValidator',
    does: 'Gives a validator another voting power',
    done: 'The power is set; it counts from the second block after this one.',
    fields: { organisation, power },
  },
  removeValidator: {
    type: 'governance.RemoveValidator',
    does: 'Ends the votes of an organisation’s node',
    done: 'The validator is removed; its votes count no longer from the second block after this.',
    fields: { organisation },
  },
});

const limit: ActionSubject = {
  field: 'powerShareLimit',
  type: () => PowerShareLimitType.type,
  find: (_, __, context) => shareLimit(context),
};

const ShareMutations = actionMutations(limit, {
  setPowerShareLimit: {
    type: 'governance.SetPowerShareLimit',
    does: 'Sets how large a part of the voting power a change may give to one organisation',
    done: 'The limit is set; shares that are larger already stay.',
    fields: {
      numerator: { type: () => Int, description: 'Above the line: 1 to the denominator.' },
      denominator: { type: () => Int, description: 'Below the line: at most 100.' },
    },
  },
});

export const VALIDATOR_RESOLVERS: readonly ClassType[] = [
  ValidatorsResolver,
  PowerShareResolver,
  OrganisationValidatorResolver,
  ValidatorMutations,
  ShareMutations,
];
