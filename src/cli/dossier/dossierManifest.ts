/** A dossier's manifest for a command, with progress: a hundred thousand entries take a while. */
import { type DossierManifest, fetchDossier } from '../../client/dossier/fetchDossier.js';
import { isHex } from '../../crypto/bytes.js';
import { HASH_BYTES } from '../../ledger/merkleHash.js';
import type { Endpoint } from '../../client/graphqlRequest.js';
import type { CliContext } from '../cliContext.js';
import { saying } from '../ledgerSession.js';
import { type Progress, startProgress } from '../progress.js';
import { UserError } from '../userError.js';

/** Manifests shorter than this are there before a bar is. */
const SHOWN_FROM = 2_000;

/** The manifest of the dossier `id`. Throws UserError when there is none. */
export async function readDossier(
  { terminal }: CliContext,
  endpoint: Endpoint,
  id: string,
): Promise<DossierManifest> {
  requireDossierId(id);
  let progress: Progress | undefined;
  const onEntries = (done: number, total: number): void => {
    if (total < SHOWN_FROM) return;
    progress ??= startProgress(terminal, { label: 'manifest', total, unit: 'entries' });
    progress.update(done);
  };
  try {
    return await saying(endpoint, () => fetchDossier(endpoint, id, onEntries));
  } finally {
    progress?.abandon();
  }
}

/** Throws UserError for what is no id of a dossier. */
export function requireDossierId(id: string): void {
  if (isHex(id, HASH_BYTES)) return;
  const what = `${JSON.stringify(id)} is not the id of a dossier`;
  throw new UserError(what, 'give the 64 hex digits that "dossier open" printed');
}
