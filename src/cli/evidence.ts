/**
 * `civic-ledger evidence`: registers files; finds, checks, seals, supersedes and withdraws items;
 * takes every step of their life cycle; makes proof bundles and verifies them.
 */
import { Command } from 'commander';
import type { CliContext } from './cliContext.js';
import { batchCommand } from './evidenceBatch.js';
import { bundleCommand } from './evidenceBundle.js';
import { checkCommand } from './evidenceCheck.js';
import { supersedeCommand, withdrawCommand } from './evidenceClose.js';
import { findCommand } from './evidenceFind.js';
import { depositCommand } from './evidenceDeposit.js';
import { eraseContentCommand } from './evidenceEraseContent.js';
import { fetchCommand } from './evidenceFetch.js';
import { pinCommand } from './evidencePin.js';
import { registerCommand } from './evidenceRegister.js';
import { sealCommand } from './evidenceSeal.js';
import { verifyBundleCommand } from './evidenceVerify.js';
import { appraiseCommand, notaryCommand } from './life/acts.js';
import { captureCommand } from './life/capture.js';
import { caseCommand } from './life/case.js';
import { custodyCommand } from './life/custody.js';
import { dossierCommand } from './life/dossier.js';
import { eraseCommand, holdCommand } from './life/keeping.js';
import { calendarCommand, platformCommand, standingCommand } from './life/standing.js';
import { traceCommand } from './life/trace.js';

/** The command with its parts. */
export function evidenceCommand(context: CliContext): Command {
  const command = new Command('evidence').description('files whose existence can be proven later');
  const parts = [
    registerCommand,
    batchCommand,
    findCommand,
    checkCommand,
    sealCommand,
    supersedeCommand,
    withdrawCommand,
    captureCommand,
    custodyCommand,
    notaryCommand,
    appraiseCommand,
    caseCommand,
    dossierCommand,
    holdCommand,
    eraseCommand,
    standingCommand,
    platformCommand,
    calendarCommand,
    traceCommand,
    depositCommand,
    fetchCommand,
    eraseContentCommand,
    pinCommand,
    bundleCommand,
    verifyBundleCommand,
  ];
  for (const make of parts) command.addCommand(make(context));
  return command;
}
