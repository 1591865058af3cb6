/**
 * `civic-ledger evidence dossier`: the items of one matter, filed phase by phase. Freezing states
 * the manifest that the dossier's entries give here, so that nothing from another hand slips in.
 */
import { Command } from 'commander';
import { DossierEntriesDocument } from '../../client/gen/operations.js';
import { PHASES } from '../../domain/evidence/case/dossier.js';
import { dossierLeaf } from '../../ledger/dossierLeaf.js';
import { leafHash } from '../../ledger/merkleHash.js';
import { MerkleTree } from '../../ledger/merkleTree.js';
import type { CliContext } from '../cliContext.js';
import { act, ask, openSession, type SessionOptions } from '../ledgerSession.js';
import { actorOption, dataOption, urlOption, withOptions } from '../options.js';
import { UserError } from '../userError.js';
import { type Step, stepGroup } from './step.js';

const dossier = { field: 'dossier', description: 'id of the dossier' };

const STEPS: readonly Step[] = [
  {
    name: 'open',
    action: 'OpenDossier',
    description: 'open a dossier of your organisation',
    done: 'opened',
    arguments: [],
  },
  {
    name: 'file',
    action: 'FileInDossier',
    description: 'file items in a phase; phases go on and never back',
    done: 'filed',
    arguments: [dossier, { field: 'items', description: 'ids of the items', read: 'texts' }],
    options: [{ field: 'phase', description: 'in which phase', words: PHASES }],
  },
  {
    name: 'submit',
    action: 'SubmitDossier',
    description: 'submit a frozen dossier to a case',
    done: 'submitted',
    arguments: [dossier],
    options: [{ field: 'case', description: 'its number; only its hash is sent', read: 'secret' }],
  },
  {
    name: 'close',
    action: 'CloseDossier',
    description: 'close a submitted dossier',
    done: 'closed',
    arguments: [dossier],
  },
];

/** The command with its parts. */
export function dossierCommand(context: CliContext): Command {
  const group = stepGroup(context, ['dossier', 'the items of one matter'], STEPS);
  const freeze = new Command('freeze')
    .argument('<dossier>', dossier.description)
    .description('freeze a dossier under the root of its manifest')
    .action((id: string, options: SessionOptions) => freezeDossier(context, id, options));
  const signing = actorOption('who signs').makeOptionMandatory();
  return group.addCommand(withOptions(freeze, [signing, dataOption(), urlOption()]));
}

async function freezeDossier(
  context: CliContext,
  id: string,
  options: SessionOptions,
): Promise<void> {
  const session = openSession(context, options);
  const { dossier: found } = await ask(session.endpoint, DossierEntriesDocument, { id });
  if (found === null) throw new UserError(`no dossier ${id}`, 'check the id');
  const { entries, itemCount: count } = found;
  if (entries.length < count) {
    const what = `the dossier has ${count} items; this command sees ${entries.length}`;
    throw new UserError(what, 'freeze it with the client library');
  }
  const tree = new MerkleTree();
  for (const { number, itemId: item, phase } of entries) {
    const leaf = dossierLeaf({ number, item, phase: phase.toLowerCase().replaceAll('_', '-') });
    tree.appendHash(leafHash(leaf));
  }
  const root = tree.root();
  const { position } = await act(session, 'evidence.FreezeDossier', { dossier: id, count, root });
  context.terminal.out(`frozen ${count} items at position ${position}; root ${root}`);
}
