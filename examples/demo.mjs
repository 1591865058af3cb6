/**
 * What the examples share: the address of the ledger, its pinned genesis document, and key files.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, genesisHash, keySigner } from 'civic-ledger/client';

/** Folder of the demonstration ledger that `npm start` made. */
export const data = process.env.CIVIC_LEDGER_DATA ?? 'data';

/** Where it answers GraphQL. */
export const endpoint = { url: process.env.CIVIC_LEDGER_URL ?? 'http://127.0.0.1:4000/graphql' };

/** The document that everything is verified against, and the ledger's id that follows from it. */
export function pinnedGenesis() {
  const text = readFileSync(join(data, 'genesis.json'), 'utf8');
  const genesis = JSON.parse(text);
  return { genesis, ledger: genesisHash(canonicalJson(genesis)) };
}

/** The private key in an actor's key file. */
export function privateKeyOf(actor) {
  return JSON.parse(readFileSync(join(data, 'keys', `${actor}.json`), 'utf8')).privateKey;
}

/** A signer with an actor's key file. */
export function signerOf(actor) {
  return keySigner(actor, privateKeyOf(actor));
}
