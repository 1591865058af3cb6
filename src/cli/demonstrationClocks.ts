/**
 * Two time-stamping authorities beside a demonstration ledger, each of an organisation of its own
 * that has nothing to do with the other or with whoever runs the ledger, so that a registration can
 * be sealed at once. They are served by the same process for convenience and share nothing else:
 * each has its own keys, certificates and serial numbers. Any other RFC 3161 authority does too.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LedgerDocument, TimeAuthorityIdsDocument } from '../client/gen/operations.js';
import { toBase64 } from '../ledger/base64.js';
import type { NodeIdentity } from '../node/ledgerCore.js';
import type { CliContext } from './cliContext.js';
import { dataPaths } from './dataFolder.js';
import { TIME_SERVICES } from './demonstration.js';
import { act, ask, endpointOf, openSession } from './ledgerSession.js';
import { recordInFile } from './serialFile.js';
import {
  authorityPaths,
  EXAMPLE_POLICY,
  makeAuthority,
  readAuthority,
} from './timeAuthorityFolder.js';
import { readCertificates } from './timestampVerify.js';

const REGISTRAR = 'admin@regulator';

function folderOf(data: string, id: string): string {
  return join(dataPaths(data).clocks, id);
}

/** Makes the authorities of a new demonstration ledger. */
export function makeClocks(data: string): void {
  for (const { id, name: organisation } of TIME_SERVICES) {
    makeAuthority(folderOf(data, id), { organisation, policy: EXAMPLE_POLICY });
  }
}

/** The authorities that the data folder has, each with its place on the server. */
export function readClocks(data: string): NodeIdentity['clocks'] {
  return TIME_SERVICES.map(({ id }) => ({ id, folder: folderOf(data, id) }))
    .filter(({ folder }) => existsSync(folder))
    .map(({ id, folder }) => ({
      path: `/clocks/${id}`,
      authority: readAuthority(folder),
      record: recordInFile(authorityPaths(folder).serials),
    }));
}

/** Registers on the running ledger those that it does not know; the ids of all. */
export async function registerClocks(
  context: CliContext,
  { data, url }: { readonly data: string; readonly url: string },
): Promise<readonly string[]> {
  const here = TIME_SERVICES.filter(({ id }) => existsSync(folderOf(data, id)));
  if (here.length === 0) return [];
  const endpoint = endpointOf(context, url);
  const { ledger } = await ask(endpoint, LedgerDocument, {});
  const seen = { minPosition: Number(ledger.size) - 1 };
  const { timeAuthorities } = await ask(endpoint, TimeAuthorityIdsDocument, seen);
  const known = timeAuthorities.map(({ authorityId }) => authorityId);
  const missing = here.filter(({ id }) => !known.includes(id));
  for (const { id } of missing) {
    const [root] = readCertificates(authorityPaths(folderOf(data, id)).root);
    const session = openSession(context, { data, url, as: REGISTRAR });
    await act(session, 'evidence.RegisterTimeAuthority', {
      id,
      owner: id,
      relation: 'independent',
      root: toBase64(root as Uint8Array),
      policies: [EXAMPLE_POLICY],
    });
  }
  return here.map(({ id }) => id);
}
