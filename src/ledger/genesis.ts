/**
 * The genesis document (docs/formats.md §1): who takes part, under which rules, in which formats.
 * Its hash is the ledger's id, so whoever pins the id has pinned all of it, the key that signs
 * checkpoints included.
 */
import type { Hex } from '../crypto/bytes.js';
import { canonicalJson, type JsonObject } from '../crypto/canonicalJson.js';
import { sha256Hex } from '../crypto/sha256.js';
import type { Instant } from './instant.js';

/** Domain separation of the genesis hash. */
export const GENESIS_PREFIX = 'civic-ledger/genesis/v1\n';

/** The event type of the entry at position 0. */
export const GENESIS_TYPE = 'ledger.Genesis';

/** An organisation that takes part. */
export interface GenesisOrganisation {
  /** Lower-case label, 1 to 63 characters of `[a-z0-9-]`. */
  readonly id: string;
  /** What the organisation is called in public, in any language. */
  readonly name: string;
}

/** Somebody or something that may sign for an organisation. */
export interface GenesisActor {
  /** `<handle>@<organisation>`; a pseudonym, never a person's name. */
  readonly id: string;
  readonly roles: readonly string[];
  /** Public keys, `<suite>:<hex>`. */
  readonly keys: readonly string[];
}

/** How many must agree to an action (domain/governance/policy.ts gives the meaning of each). */
export interface PolicyRule {
  readonly rule: 'ANY' | 'ALL' | 'MAJORITY' | 'AT_LEAST' | 'SELF' | 'FORBIDDEN';
  /** With AT_LEAST: the number of organisations. */
  readonly atLeast?: number;
  /** Organisations that count; absent: all. */
  readonly organisations?: readonly string[];
  /** Roles whose holders count; absent: all. */
  readonly roles?: readonly string[];
}

/** A node that votes on blocks from the first one on, where several organisations order. */
export type GenesisValidator = {
  readonly organisation: string;
  /** CometBFT's id of the node: first 20 bytes of SHA-256 of the node's own key. */
  readonly nodeId: Hex;
  /** Its share of the voting power, among all others'. */
  readonly power: number;
  /** Ed25519 public key of its votes, 32 bytes. Another key than the node's. */
  readonly validatorKey: Hex;
};

/** The limits that every node enforces alike. */
export interface GenesisLimits {
  /** UTF-8 bytes of one event body. */
  readonly eventBytes: number;
  /** Items under one root in evidence.RegisterBatch. */
  readonly batchItems: number;
}

export interface Genesis {
  readonly format: 'civic-ledger/genesis/v1';
  /** The checkpoint origin (C2SP tlog-checkpoint): a schema-less URL that names this log. */
  readonly origin: string;
  /** Time of the genesis block. */
  readonly time: Instant;
  /** The state commitment's scheme, so that a later one with proofs per key can replace it. */
  readonly stateCommitment: 'chained-changes-1';
  /** The verification predicates in force. */
  readonly suites: readonly string[];
  readonly limits: GenesisLimits;
  /** Ed25519 public keys (64 hex) whose checkpoints count, one per node under `solo`. */
  readonly checkpointKeys: readonly Hex[];
  readonly organisations: readonly GenesisOrganisation[];
  readonly actors: readonly GenesisActor[];
  /** Action type, `<domain>.*` or `*` → rule; the most specific pattern wins. */
  readonly policies: { readonly [pattern: string]: PolicyRule };
  /** Absent: one operator keeps the ledger. */
  readonly validators?: readonly GenesisValidator[];
}

/** Canonical JSON text of the document: what is hashed, and the event text of position 0. */
export function encodeGenesis(genesis: Genesis): string {
  return canonicalJson(genesis as unknown as JsonObject);
}

/** SHA-256 of the prefix and the canonical text: the ledger's id. */
export function genesisHash(text: string): Hex {
  return sha256Hex(GENESIS_PREFIX + text);
}
