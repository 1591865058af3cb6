/**
 * `civic-ledger evidence`: registers files; finds, checks, seals, supersedes and withdraws items;
 * takes every step of their life cycle; makes proof bundles and certificates, and verifies them.
 */
import { Command } from 'commander';
import { captureCommand } from './capture/captureCommand.js';
import type { CliContext } from './cliContext.js';
import { batchCommand } from './evidenceBatch.js';
import { bundleCommand } from './evidenceBundle.js';
import { certificateCommand } from './evidenceCertificate.js';
import { checkCommand } from './evidenceCheck.js';
import { supersedeCommand, withdrawCommand } from './evidenceClose.js';
import { findCommand } from './evidenceFind.js';
import { declarationCommand } from './evidenceDeclaration.js';
import { depositCommand } from './evidenceDeposit.js';
import { eraseContentCommand } from './evidenceEraseContent.js';
import { exportCommand } from './evidenceExport.js';
import { fetchCommand } from './evidenceFetch.js';
import { pinCommand } from './evidencePin.js';
import { registerCommand } from './evidenceRegister.js';
import { sealCommand } from './evidenceSeal.js';
import { verifyBundleCommand } from './evidenceVerify.js';
import { verifyCertificateCommand } from './evidenceVerifyCertificate.js';
import { verifyPaperCommand } from './evidenceVerifyPaper.js';
import { appraiseCommand, notaryCommand } from './life/acts.js';
import { caseCommand } from './life/case.js';
import { custodyCommand } from './life/custody.js';
import { dossierCommand } from './dossier/dossierCommand.js';
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
    exportCommand,
    verifyBundleCommand,
    certificateCommand,
    verifyCertificateCommand,
    verifyPaperCommand,
    declarationCommand,
  ];
  for (const make of parts) command.addCommand(make(context));
  return command;
}
