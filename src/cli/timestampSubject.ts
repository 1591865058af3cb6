/**
 * What a command time-stamps: a file by its content, or a registration on the ledger by its id. Of
 * a member of a batch it is the batch that is stamped, which covers all its members.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { fromHex, type Hex } from '../crypto/bytes.js';
import type { MessageHash } from '../crypto/messageHash.js';
import { registrationImprint } from '../timestamp/registrationImprint.js';
import { fileLength } from './fileContent.js';
import { UserError } from './userError.js';

export interface TimestampSubject {
  /** Hash of the registering event; undefined: a file. */
  readonly registration: Hex | undefined;
  /** Where its token is put when nothing else is said. */
  readonly tokenPath: string;
  imprint(hash: MessageHash): Promise<Uint8Array>;
}

const ITEM = /^([0-9a-f]{64})(?:\.\d+)?$/;

/** The subject that `text` names: an item or batch id, or else a file. */
export function timestampSubject(text: string): TimestampSubject {
  const registration = ITEM.exec(text)?.[1];
  if (registration !== undefined && !existsSync(text)) {
    const imprint = async (hash: MessageHash): Promise<Uint8Array> =>
      registrationImprint(registration, hash);
    return { registration, tokenPath: `${registration}.tsr`, imprint };
  }
  fileLength(text);
  const imprint = (hash: MessageHash): Promise<Uint8Array> => hashOfFile(text, hash);
  return { registration: undefined, tokenPath: `${text}.tsr`, imprint };
}

/** The registration that `text` names. Throws UserError when it is a file's name. */
export function registrationIn(text: string): Hex {
  const registration = ITEM.exec(text)?.[1];
  if (registration !== undefined) return registration;
  throw new UserError(
    `"${text}" is not the id of an item or a batch`,
    'give the id that "npx civic-ledger evidence register" printed',
  );
}

async function hashOfFile(path: string, hash: MessageHash): Promise<Uint8Array> {
  const sum = createHash(hash.replace('sha-', 'sha'));
  for await (const chunk of createReadStream(path)) sum.update(chunk as Uint8Array);
  return fromHex(sum.digest('hex'));
}
