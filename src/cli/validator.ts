/** `civic-ledger validator`: which nodes of a consortium vote on blocks, and changes of that. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { ValidatorsDocument } from '../client/gen/operations.js';
import { instantFromNow } from '../client/sign.js';
import type { JsonObject } from '../crypto/canonicalJson.js';
import type { CliContext } from './cliContext.js';
import { EQUAL_POWER } from './consortium/equalPower.js';
import { readNetwork } from './consortium/knownNetwork.js';
import { proveValidatorKey } from './consortium/validatorKeyFile.js';
import { everyPage } from './everyPage.js';
import { organisationIn } from './keyFile.js';
import { actOn, ask, endpointOf, openSession, type SessionOptions } from './ledgerSession.js';
import { actorOption, dataOption, jsonOption, urlOption, withOptions } from './options.js';

type SignerOptions = SessionOptions & {
  readonly as: string;
  /** For how long the others may approve. */
  readonly days: number;
};

/** Time for people of several organisations to agree. */
const APPROVAL_DAYS = 7;
const APPROVAL_DAYS_MAX = 366;
const DAY_MS = 86_400_000;

/** The command with its parts. */
export function validatorCommand(context: CliContext): Command {
  const command = new Command('validator').description('which nodes vote on blocks');
  const signed = (part: Command): Command =>
    withOptions(part, [
      actorOption('who signs, for example admin@court').makeOptionMandatory(),
      new Option('--days <n>', 'for how long others may approve it')
        .argParser(days)
        .default(APPROVAL_DAYS),
      dataOption(),
      urlOption(),
    ]);
  signed(command.command('add'))
    .description('let the node in the data folder vote, for the organisation of the signer')
    .option('--power <n>', 'its voting power', wholeNumber, EQUAL_POWER)
    .action((options: SignerOptions & { readonly power: number }) => add(context, options));
  signed(command.command('reweigh'))
    .description('give a validator another voting power')
    .argument('<organisation>', 'id of its organisation')
    .argument('<power>', 'its voting power', wholeNumber)
    .action((organisation: string, power: number, options: SignerOptions) =>
      propose(context, options, ['governance.ReweighValidator', { organisation, power }]),
    );
  signed(command.command('remove'))
    .description('end the votes of an organisation’s node')
    .argument('<organisation>', 'id of its organisation')
    .action((organisation: string, options: SignerOptions) =>
      propose(context, options, ['governance.RemoveValidator', { organisation }]),
    );
  const list = command
    .command('list')
    .description('show who votes, and who once did')
    .action((options: { readonly url: string; readonly json: boolean }) => show(context, options));
  withOptions(list, [urlOption(), jsonOption()]);
  return command;
}

function days(text: string): number {
  const given = Number(text);
  if (/^\d{1,3}$/.test(text) && given >= 1 && given <= APPROVAL_DAYS_MAX) return given;
  throw new InvalidArgumentError(`give a number of days from 1 to ${APPROVAL_DAYS_MAX}`);
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('give a whole number from 1');
}

async function add(
  context: CliContext,
  options: SignerOptions & { readonly power: number },
): Promise<void> {
  const organisation = organisationIn(options.as);
  const { ledger } = openSession(context, options);
  const { nodeId } = readNetwork(options.data);
  const proven = proveValidatorKey(options.data, ledger, organisation);
  const data = { organisation, nodeId, power: options.power, ...proven };
  await propose(context, options, ['governance.AddValidator', data]);
}

/** Under most policies several organisations have to agree: what was signed is then a proposal. */
async function propose(
  context: CliContext,
  options: SignerOptions,
  [type, data]: readonly [type: string, data: JsonObject],
): Promise<void> {
  const session = openSession(context, options);
  const notAfter = instantFromNow(options.days * DAY_MS);
  const { eventHash, position } = await actOn(session, { type, data, notAfter });
  context.terminal.out(`signed ${type} at position ${position}; id ${eventHash}`);
  context.terminal.note(`where several must agree, each approves until ${notAfter}:`);
  context.terminal.note(
    `  npx civic-ledger proposal approve ${eventHash} --as <admin> --data <folder>`,
  );
}

async function show(
  context: CliContext,
  { url, json }: { readonly url: string; readonly json: boolean },
): Promise<void> {
  const endpoint = endpointOf(context, url);
  const validators = await everyPage(async (after) => {
    return (await ask(endpoint, ValidatorsDocument, { after })).validators;
  });
  if (json) {
    context.terminal.out(JSON.stringify(validators, null, 2));
    return;
  }
  for (const { organisationId, power, status, validatorKey, changedHeight } of validators) {
    const state = `${status.toLowerCase()} since block ${changedHeight}`;
    context.terminal.out(`${organisationId}  power ${power}  ${state}  ${validatorKey}`);
  }
  if (validators.length === 0) context.terminal.note('one operator keeps this ledger');
}
