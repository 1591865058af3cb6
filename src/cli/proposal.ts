/** `civic-ledger proposal`: actions that wait until several organisations agree. */
import { Command } from 'commander';
import { OpenProposalsDocument, ProposalStatusDocument } from '../client/gen/operations.js';
import type { CliContext } from './cliContext.js';
import { everyPage } from './everyPage.js';
import { act, ask, endpointOf, openSession, type SessionOptions } from './ledgerSession.js';
import { actorOption, dataOption, jsonOption, urlOption, withOptions } from './options.js';

/** The command with its parts. */
export function proposalCommand(context: CliContext): Command {
  const command = new Command('proposal').description('actions that wait for agreement');
  for (const [name, action, does] of [
    ['approve', 'ApproveProposal', 'approve a proposal for one’s organisation'],
    ['withdraw', 'WithdrawProposal', 'take one’s own proposal back'],
  ] as const) {
    const part = command
      .command(name)
      .description(does)
      .argument('<proposal>', 'its id: hash of the event that proposed')
      .action((proposal: string, options: SessionOptions) =>
        decide(context, options, { type: `governance.${action}`, proposal }),
      );
    const who = actorOption('who signs, for example admin@court').makeOptionMandatory();
    withOptions(part, [who, dataOption(), urlOption()]);
  }
  const list = command
    .command('list')
    .description('show what waits')
    .action((options: { readonly url: string; readonly json: boolean }) => show(context, options));
  withOptions(list, [urlOption(), jsonOption()]);
  return command;
}

async function decide(
  context: CliContext,
  options: SessionOptions,
  { type, proposal }: { readonly type: string; readonly proposal: string },
): Promise<void> {
  const session = openSession(context, options);
  const { position } = await act(session, type, { proposal });
  // What the approval led to follows its own entry.
  const seen = String(position + 1);
  const answer = await ask(session.endpoint, ProposalStatusDocument, { id: proposal, seen });
  const status = (answer.proposal?.status ?? 'UNKNOWN').toLowerCase();
  const refused = answer.proposal?.refused;
  const why =
    refused === null || refused === undefined ? '' : `; its action was refused: ${refused}`;
  context.terminal.out(`signed at position ${position}; the proposal is ${status}${why}`);
}

async function show(
  context: CliContext,
  { url, json }: { readonly url: string; readonly json: boolean },
): Promise<void> {
  const endpoint = endpointOf(context, url);
  const proposals = await everyPage(async (after) => {
    return (await ask(endpoint, OpenProposalsDocument, { after })).proposals;
  });
  if (json) {
    context.terminal.out(JSON.stringify(proposals, null, 2));
    return;
  }
  for (const { proposalId, type, data, proposerId, expires, approvals } of proposals) {
    const agreed = approvals.map(({ organisationId }) => organisationId).join(', ');
    context.terminal.out(`${proposalId}  ${type} ${JSON.stringify(data)}`);
    context.terminal.out(`  by ${proposerId}, until ${expires}; agreed: ${agreed}`);
  }
  if (proposals.length === 0) context.terminal.note('nothing waits');
}
