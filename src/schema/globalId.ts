/**
 * Global object identification (Relay): the opaque `id` of every object that `node` finds again,
 * the base64url form of `<Type>:<key>`.
 */
import { Field, ID, InterfaceType } from 'type-graphql';
import { LedgerError } from './errors.js';

const TYPES = [
  'Ledger',
  'Entry',
  'Block',
  'Organisation',
  'Actor',
  'ActorKey',
  'Policy',
  'Proposal',
  'EvidenceItem',
  'EvidenceBatch',
] as const;

/** What a global id can name. `Entry` stands for all three kinds of entry. */
export type NodeType = (typeof TYPES)[number];

@InterfaceType('Node', { description: 'An object that `node` finds again by its global id.' })
export abstract class NodeObject {
  @Field(() => ID, { description: 'Opaque global id, for `node` and `nodes`.' })
  id!: string;
}

/** The opaque id of the object of `type` under `key`. */
export function globalId(type: NodeType, key: string | number): string {
  return Buffer.from(`${type}:${key}`, 'utf8').toString('base64url');
}

/**
 * What an id names. Throws BAD_USER_INPUT, with `field` as the argument's name, for an id that this
 * server cannot have made.
 */
export function readGlobalId(
  id: string,
  field: string,
): { readonly type: NodeType; readonly key: string } {
  const text = Buffer.from(id, 'base64url').toString('utf8');
  const colon = text.indexOf(':');
  const type = TYPES.find((candidate) => candidate === text.slice(0, colon));
  const key = text.slice(colon + 1);
  // Re-encoding refuses other spellings of the same bytes: one object, one id.
  if (type === undefined || key === '' || globalId(type, key) !== id) {
    const facts = { field, limit: 'a global id of this server', value: id.slice(0, 100) };
    throw new LedgerError('BAD_USER_INPUT', `no global id of this server in ${field}`, facts);
  }
  return { type, key };
}
