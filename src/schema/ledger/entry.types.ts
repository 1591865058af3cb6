/** The entries of the log: an interface with one object type for each kind. */
import { Field, InterfaceType, Int, ObjectType } from 'type-graphql';
import type { Hex } from '../../crypto/bytes.js';
import type { JsonObject } from '../../crypto/canonicalJson.js';
import type { DerivedEvent } from '../../ledger/derivedEvent.js';
import type * as format from '../../ledger/entry.js';
import type { EventBody } from '../../ledger/signedEvent.js';
import type { LogEntry } from '../../projections/logReader.js';
import { connectionType } from '../connection.js';
import { globalId, NodeObject } from '../globalId.js';
import {
  CanonicalJsonScalar,
  HashScalar,
  HeightScalar,
  InstantScalar,
  JsonScalar,
  PositionScalar,
  PublicKeyScalar,
  SignatureScalar,
} from '../scalars.js';

@InterfaceType('Entry', {
  implements: NodeObject,
  description: 'One place in the log: a position, the hash of the entry before it, and one event.',
})
export abstract class EntryObject extends NodeObject {
  @Field(() => PositionScalar, { description: 'The place in the log: 0, 1, 2 …, gap-free.' })
  position!: number;

  @Field(() => HashScalar, {
    description: 'Hash of the entry at `position` − 1; 64 zeros at position 0.',
  })
  previous!: Hex;

  @Field(() => HeightScalar, { description: 'The block that this entry became final in.' })
  height!: number;

  @Field(() => InstantScalar, { description: 'Time of the block.' })
  time!: string;

  @Field(() => String, {
    description: 'Type of the event, `<domain>.<Name>`: an action or, in the past tense, a fact.',
  })
  type!: string;

  @Field(() => HashScalar, { description: 'Hash of the event’s text with the prefix of its kind.' })
  eventHash!: Hex;

  @Field(() => CanonicalJsonScalar, {
    description: 'The entry’s text: the leaf of the Merkle tree.',
  })
  text!: string;

  @Field(() => CanonicalJsonScalar, {
    description: 'The event’s text as stored: the signed body, the derived event, or the genesis.',
  })
  eventText!: string;
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

function fill(target: Writable<EntryObject>, entry: format.Entry, stored: LogEntry): void {
  target.id = globalId('Entry', entry.position);
  target.position = entry.position;
  target.previous = entry.previous;
  target.height = entry.height;
  target.time = entry.time;
  target.type = entry.type;
  target.eventHash = entry.event;
  target.text = stored.entry;
  target.eventText = stored.event;
}

@ObjectType('GenesisEntry', {
  implements: [EntryObject, NodeObject],
  simpleResolvers: true,
  description: 'The entry at position 0: the genesis document, whose hash is the ledger’s id.',
})
export class GenesisEntryObject extends EntryObject {
  constructor(entry: format.GenesisEntry, stored: LogEntry) {
    super();
    fill(this, entry, stored);
  }
}

@ObjectType('SignedEntry', {
  implements: [EntryObject, NodeObject],
  simpleResolvers: true,
  description: 'A signed event in its place: what an actor asked for.',
})
export class SignedEntryObject extends EntryObject {
  @Field(() => SignatureScalar, { description: 'Signature of the event’s text by `key`.' })
  signature!: string;

  @Field(() => PublicKeyScalar, { description: 'The public key that signed.' })
  key!: string;

  @Field(() => String, { description: 'Who signed, `<handle>@<organisation>`.' })
  actorId!: string;

  @Field(() => String, { description: 'The actor’s idempotency key of this event.' })
  submissionId!: string;

  @Field(() => InstantScalar, { description: 'Last block time at which the event could execute.' })
  notAfter!: string;

  @Field(() => JsonScalar, { description: 'The action’s own fields, as signed.' })
  data!: JsonObject;

  @Field(() => Int, {
    description: 'How many derived entries follow with this entry as their cause.',
  })
  derivedCount!: number;

  constructor(entry: format.SignedEntry, stored: LogEntry) {
    super();
    fill(this, entry, stored);
    const body = JSON.parse(stored.event) as EventBody;
    this.signature = entry.signature;
    this.key = body.key;
    this.actorId = body.actor;
    this.submissionId = body.id;
    this.notAfter = body.notAfter;
    this.data = body.data;
    this.derivedCount = entry.derived;
  }
}

@ObjectType('DerivedEntry', {
  implements: [EntryObject, NodeObject],
  simpleResolvers: true,
  description: 'A fact that the rules produced: from a signed event, the clock or the genesis.',
})
export class DerivedEntryObject extends EntryObject {
  @Field(() => JsonScalar, { description: 'The fact’s own fields.' })
  data!: JsonObject;

  @Field(() => PositionScalar, {
    nullable: true,
    description: 'Position of the signed entry that caused it; null when none did.',
  })
  causePosition!: number | null;

  constructor(entry: format.DerivedEntry, stored: LogEntry) {
    super();
    fill(this, entry, stored);
    this.data = (JSON.parse(stored.event) as DerivedEvent).data;
    this.causePosition = entry.cause;
  }
}

/** The GraphQL object of a stored entry. */
export function entryObject(stored: LogEntry): EntryObject {
  const entry = JSON.parse(stored.entry) as format.Entry;
  switch (entry.kind) {
    case 'genesis':
      return new GenesisEntryObject(entry, stored);
    case 'signed':
      return new SignedEntryObject(entry, stored);
    case 'derived':
      return new DerivedEntryObject(entry, stored);
  }
}

export const EntryConnection = connectionType('Entry', () => EntryObject, 'entries');
