/** The ledger as a whole: its identity, its rules of format, and how far its read models are. */
import { Field, Int, ObjectType } from 'type-graphql';
import type { Hex } from '../../crypto/bytes.js';
import type { JsonObject } from '../../crypto/canonicalJson.js';
import type { SchemaPorts } from '../context.js';
import { globalId, NodeObject } from '../globalId.js';
import {
  ByteCountScalar,
  HashScalar,
  InstantScalar,
  JsonScalar,
  PositionScalar,
} from '../scalars.js';

@ObjectType('Projection', {
  simpleResolvers: true,
  description: 'How far the read models are, which answer all lists and look-ups outside the log.',
})
export class ProjectionObject {
  @Field(() => PositionScalar, { description: 'Every entry below this position is visible.' })
  position!: number;

  @Field(() => PositionScalar, { description: 'Entries that are in the log and not yet visible.' })
  lag!: number;
}

@ObjectType('LedgerLimits', {
  simpleResolvers: true,
  description: 'The limits that genesis sets and every node enforces alike.',
})
export class LedgerLimitsObject {
  @Field(() => ByteCountScalar, { description: 'UTF-8 bytes of one event’s body.' })
  eventBytes!: number;

  @Field(() => Int, { description: 'Items under one root in evidence.RegisterBatch.' })
  batchItems!: number;
}

@ObjectType('Ledger', {
  implements: NodeObject,
  simpleResolvers: true,
  description: 'The ledger that this server keeps.',
})
export class LedgerObject extends NodeObject {
  @Field(() => HashScalar, {
    description: 'Hash of the genesis document: `ledger` in every event.',
  })
  ledgerId!: Hex;

  @Field(() => String, { description: 'Origin line of the checkpoints: names this log.' })
  origin!: string;

  @Field(() => InstantScalar, { description: 'Time of the genesis block.' })
  genesisTime!: string;

  @Field(() => JsonScalar, {
    description: 'The genesis document. Its exact text is entry 0’s event.',
  })
  genesis!: JsonObject;

  @Field(() => String, { description: 'What orders events: `solo` or `cometbft`.' })
  engine!: string;

  @Field(() => [String], { description: 'Signature suites in force.' })
  suites!: readonly string[];

  @Field(() => String, { description: 'Scheme of the state commitment in block headers.' })
  stateCommitment!: string;

  @Field(() => [HashScalar], { description: 'Ed25519 public keys whose checkpoints count.' })
  checkpointKeys!: readonly Hex[];

  @Field(() => LedgerLimitsObject, { description: 'Limits on events.' })
  limits!: LedgerLimitsObject;

  @Field(() => PositionScalar, { description: 'Number of entries; the next position.' })
  size!: number;

  @Field(() => ProjectionObject, { description: 'How far the read models are.' })
  projection!: ProjectionObject;

  constructor({ genesis, ledgerId, engineName, log, readPosition }: SchemaPorts) {
    super();
    this.id = globalId('Ledger', ledgerId);
    this.ledgerId = ledgerId;
    this.origin = genesis.origin;
    this.genesisTime = genesis.time;
    this.genesis = genesis as unknown as JsonObject;
    this.engine = engineName;
    this.suites = genesis.suites;
    this.stateCommitment = genesis.stateCommitment;
    this.checkpointKeys = genesis.checkpointKeys;
    this.limits = genesis.limits;
    // Read before the size: a lag can then be seen too large for a moment, never too small.
    const position = readPosition.applied();
    this.size = log.size();
    this.projection = { position, lag: Math.max(0, this.size - position) };
  }
}
