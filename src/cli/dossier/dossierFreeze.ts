/**
 * `civic-ledger evidence dossier freeze`: states the manifest that the dossier's entries give here,
 * so that nothing from another hand slips in.
 */
import { Command } from 'commander';
import { manifestRoot } from '../../client/dossier/fetchDossier.js';
import type { CliContext } from '../cliContext.js';
import { act, openSession, type SessionOptions } from '../ledgerSession.js';
import { actorOption, dataOption, urlOption, withOptions } from '../options.js';
import { readDossier } from './dossierManifest.js';

/** The command. */
export function freezeCommand(context: CliContext): Command {
  const command = new Command('freeze')
    .argument('<dossier>', 'id of the dossier')
    .description('freeze a dossier under the root of its manifest')
    .action((id: string, options: SessionOptions) => freeze(context, id, options));
  const signing = actorOption('who signs').makeOptionMandatory();
  return withOptions(command, [signing, dataOption(), urlOption()]);
}

async function freeze(context: CliContext, id: string, options: SessionOptions): Promise<void> {
  const session = openSession(context, options);
  const { entries } = await readDossier(context, session.endpoint, id);
  const count = entries.length;
  const standing = entries.filter(
    ({ removes, removedBy }) => removes === null && removedBy === null,
  );
  const root = manifestRoot(entries);
  const { position } = await act(session, 'evidence.FreezeDossier', { dossier: id, count, root });
  context.terminal.out(
    `frozen ${standing.length} items, ${count} entries, at position ${position}; root ${root}`,
  );
}
