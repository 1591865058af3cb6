/**
 * The data folder of a ledger as commands see it: where its files are, and its genesis document,
 * which is the trust anchor of every check.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getSystemErrorMap } from 'node:util';
import { canonicalJson, type JsonValue } from '../crypto/canonicalJson.js';
import type { Hex } from '../crypto/bytes.js';
import { type Genesis, genesisHash } from '../ledger/genesis.js';
import { EXIT } from './exitCode.js';
import { UserError } from './userError.js';

/** Paths inside the data folder. */
export function dataPaths(folder: string) {
  return {
    genesis: join(folder, 'genesis.json'),
    keys: join(folder, 'keys'),
    nodeKey: join(folder, 'node-key.json'),
    key: (actor: string) => join(folder, 'keys', `${actor}.json`),
    timeAuthority: join(folder, 'tsa'),
    clocks: join(folder, 'clocks'),
    ledger: join(folder, 'ledger.sqlite'),
    readModels: join(folder, 'read-models.sqlite'),
  };
}

/** A genesis document with the ledger id that follows from it. */
export interface PinnedGenesis {
  readonly ledger: Hex;
  readonly document: Genesis;
  /** Canonical JSON text. */
  readonly text: string;
}

const GENESIS_NEXT = 'name the ledger’s genesis document with --genesis, or its folder with --data';

/** Reads the genesis document at `path`. Throws UserError when there is none or it is not one. */
export function readGenesis(path: string, next = GENESIS_NEXT): PinnedGenesis {
  const text = readText(path, next);
  try {
    const document = JSON.parse(text) as Genesis;
    if (document.format !== 'civic-ledger/genesis/v1') throw new Error('its format is another one');
    const canonical = canonicalJson(document as unknown as JsonValue);
    return { ledger: genesisHash(canonical), document, text: canonical };
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `${path} is not a genesis document: ${what}`,
      'copy genesis.json again from the ledger you trust',
      EXIT.malformed,
    );
  }
}

/** The text of a file. Throws UserError with `next` when it cannot be read. */
export function readText(path: string, next: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError(`cannot read ${path} (${systemReason(error)})`, next);
  }
}

/** Why a call of the system failed, in words: `no such file or directory`. */
export function systemReason(error: unknown): string {
  const { errno } = error as { readonly errno?: number };
  const [, words] = getSystemErrorMap().get(errno ?? 0) ?? [];
  return words ?? systemCode(error);
}

/** `ENOENT` and the like; the message of an error without a code. */
export function systemCode(error: unknown): string {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  return String(code ?? message ?? error);
}
