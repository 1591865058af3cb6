/**
 * Key files: one actor's key pair as JSON, readable by its owner only. They stay on the machine of
 * whoever signs; the ledger only ever sees public keys.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { type KeyPair, publicKeyOf } from '../crypto/suites.js';
import { dataPaths, readText, systemCode, systemReason } from './dataFolder.js';
import { EXIT } from './exitCode.js';
import { UserError } from './userError.js';

/** A key pair with the actor that it signs for. */
export interface ActorKey extends KeyPair {
  readonly actor: string;
}

const OWNER_ONLY = 0o600;
const ACTOR = /^([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)@([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)$/;

/**
 * The organisation in an actor's id. Throws UserError when `actor` is not
 * `<handle>@<organisation>`.
 */
export function organisationIn(actor: string): string {
  const organisation = ACTOR.exec(actor)?.[2];
  if (organisation !== undefined) return organisation;
  throw new UserError(
    `"${actor}" is not an actor id`,
    'write <handle>@<organisation> with a-z, 0-9 and "-", for example alice@evidence-platform',
  );
}

/** Writes a new key file with mode 0600. Throws UserError rather than replace one. */
export function writeKeyFile(path: string, key: ActorKey): void {
  writeSecretFile(path, JSON.stringify(key, null, 2), 'a key that is overwritten is lost for ever');
}

/** Writes the key that signs a node's checkpoints. Throws UserError rather than replace one. */
export function writeNodeKey(path: string, key: KeyPair): void {
  writeSecretFile(path, JSON.stringify(key, null, 2), 'without its node key a ledger cannot go on');
}

/** Writes a new file that only its owner can read. Throws UserError when there is one already. */
export function writeSecretFile(path: string, text: string, whyNotReplace: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, `${text}\n`, { mode: OWNER_ONLY, flag: 'wx' });
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') {
      throw new UserError(`cannot write ${path} (${systemReason(error)})`, 'check the folder');
    }
    throw new UserError(`${path} exists already`, `move it away first: ${whyNotReplace}`);
  }
}

/** Reads the key file of `actor` in the data folder. */
export function readActorKey(data: string, actor: string): ActorKey {
  organisationIn(actor);
  const path = dataPaths(data).key(actor);
  const known = listKeyFiles(data).join(', ') || 'none';
  const text = readText(
    path,
    `make one with "npx civic-ledger key new ${actor}", or name one with --as: here are ${known}`,
  );
  const key = parseKey(text);
  if (key?.actor === actor) return key;
  throw new UserError(
    `${path} is not a key file of ${actor}`,
    'restore it from a copy, or make and enrol a new key',
    EXIT.malformed,
  );
}

/** The actors whose key files are in the data folder. */
export function listKeyFiles(data: string): readonly string[] {
  try {
    const names = readdirSync(dataPaths(data).keys).filter((name) => name.endsWith('.json'));
    return names.map((name) => basename(name, '.json')).sort();
  } catch {
    return [];
  }
}

function parseKey(text: string): ActorKey | undefined {
  try {
    const { actor, publicKey, privateKey } = JSON.parse(text) as ActorKey;
    return publicKeyOf(privateKey) === publicKey ? { actor, publicKey, privateKey } : undefined;
  } catch {
    return undefined;
  }
}
