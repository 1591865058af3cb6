/** `civic-ledger evidence dossier`: the items of one matter, from opening to closing. */
import type { Command } from 'commander';
import type { CliContext } from '../cliContext.js';
import { type Step, stepGroup } from '../life/step.js';
import { dossierBundleCommand } from './dossierBundle.js';
import { fileCommand } from './dossierFile.js';
import { freezeCommand } from './dossierFreeze.js';

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
    name: 'take',
    action: 'TakeFromDossier',
    description: 'take items out of an open dossier; the manifest says so, and stays gap-free',
    done: 'taken out',
    arguments: [dossier, { field: 'items', description: 'ids of the items', read: 'texts' }],
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
  for (const command of [fileCommand, freezeCommand, dossierBundleCommand]) {
    group.addCommand(command(context));
  }
  return group;
}
