/**
 * One step of the evidence life cycle as a command: its arguments and options become the fields of
 * one signed action. Files are hashed here; only digests leave this machine.
 */
import { Argument, Command, Option } from 'commander';
import { commitOpenly, DEFAULT_ALGORITHMS } from '../../client/item.js';
import type { JsonObject, JsonValue } from '../../crypto/canonicalJson.js';
import { sha256Hex } from '../../crypto/sha256.js';
import type { CliContext } from '../cliContext.js';
import { digestsOfFile } from '../fileContent.js';
import { act, openSession } from '../ledgerSession.js';
import { actorOption, dataOption, urlOption, withOptions } from '../options.js';
import { UserError } from '../userError.js';

/** How the text of an argument or option becomes a value of the action. */
export type Read = 'text' | 'texts' | 'number' | 'file' | 'files' | 'build' | 'secret';

/** One field of the action. */
export interface StepField {
  /** Name in the signed data. */
  readonly field: string;
  readonly description: string;
  /** Absent: `text`. */
  readonly read?: Read;
  /** A closed list. */
  readonly words?: readonly string[];
  readonly optional?: boolean;
  /** What is signed when an optional field is not given; absent: nothing. */
  readonly otherwise?: JsonValue;
}

/** A step as a command. */
export interface Step {
  readonly name: string;
  /** Without the domain: `OfferCustody`. */
  readonly action: string;
  readonly description: string;
  /** Printed when it is done, before the position. */
  readonly done: string;
  readonly arguments: readonly StepField[];
  readonly options?: readonly StepField[];
}

interface StepOptions {
  readonly data: string;
  readonly url: string;
  readonly as?: string;
  readonly [option: string]: unknown;
}

/** The command of a step. */
export function stepCommand(context: CliContext, step: Step): Command {
  const command = new Command(step.name).description(step.description);
  for (const field of step.arguments) command.addArgument(argumentOf(field));
  for (const field of step.options ?? []) command.addOption(optionOf(field));
  command.action(async (...given: unknown[]) => {
    const options = given[step.arguments.length] as StepOptions;
    await take(context, step, { texts: given.slice(0, step.arguments.length), options });
  });
  return withOptions(command, [
    actorOption('who signs').makeOptionMandatory(),
    dataOption(),
    urlOption(),
  ]);
}

/** A command that groups steps. */
export function stepGroup(
  context: CliContext,
  [name, description]: readonly [name: string, description: string],
  steps: readonly Step[],
): Command {
  const group = new Command(name).description(description);
  for (const step of steps) group.addCommand(stepCommand(context, step));
  return group;
}

function isMany({ read }: StepField): boolean {
  return read === 'texts' || read === 'files';
}

function argumentOf(field: StepField): Argument {
  const name = isMany(field) ? `${field.field}...` : field.field;
  return new Argument(`<${name}>`, field.description);
}

function optionOf(field: StepField): Option {
  const flag = field.field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const value = isMany(field) ? `<${field.field}...>` : `<${field.field}>`;
  const option = new Option(`--${flag} ${value}`, field.description);
  if (field.words !== undefined) option.choices(field.words);
  return option.makeOptionMandatory(field.optional !== true);
}

async function take(
  context: CliContext,
  step: Step,
  given: { readonly texts: readonly unknown[]; readonly options: StepOptions },
): Promise<void> {
  const data: { [field: string]: JsonValue } = {};
  for (const [index, field] of step.arguments.entries()) {
    data[field.field] = await valueOf(field, given.texts[index]);
  }
  for (const field of step.options ?? []) {
    const text = given.options[field.field];
    if (text !== undefined) data[field.field] = await valueOf(field, text);
    else if (field.otherwise !== undefined) data[field.field] = field.otherwise;
  }
  const session = openSession(context, given.options);
  const { position, eventHash } = await act(session, `evidence.${step.action}`, data);
  context.terminal.out(`${step.done} at position ${position}; id ${eventHash}`);
}

async function valueOf({ read = 'text', field }: StepField, given: unknown): Promise<JsonValue> {
  const text = given as string;
  switch (read) {
    case 'texts':
      return [...(given as readonly string[])].sort();
    case 'files':
      return Promise.all((given as readonly string[]).map(contentOfFile));
    case 'file':
      return contentOfFile(text);
    case 'build':
      return buildOf(text);
    case 'secret':
      return sha256Hex(text);
    case 'number':
      return wholeNumber(field, text);
    case 'text':
      return text;
  }
}

/** A reference to the content of a file, digests in the clear. */
export async function contentOfFile(path: string): Promise<JsonObject> {
  const { commitment, digests } = commitOpenly(await digestsOfFile(path, DEFAULT_ALGORITHMS));
  return { commitment, digests: digests.map((digest) => ({ ...digest })) };
}

/** SHA-256 of a program's file: what names the build of a tool. */
export async function buildOf(path: string): Promise<string> {
  const [digest] = await digestsOfFile(path, ['sha-256']);
  return digest?.value ?? '';
}

function wholeNumber(field: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UserError(`${field} is not a whole number: ${text}`, `give --${field} a number`);
}
