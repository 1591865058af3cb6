/** `civic-ledger evidence trace`: every hand and every gap of an item. */
import { Command } from 'commander';
import { EvidenceTraceDocument, type EvidenceTraceQuery } from '../../client/gen/operations.js';
import { follow } from '../../client/follow.js';
import { type FollowedStep, stepsSource } from '../../client/followSteps.js';
import { newestPosition } from '../../client/newestPosition.js';
import type { CliContext } from '../cliContext.js';
import { EXIT } from '../exitCode.js';
import { ask, endpointOf, saying } from '../ledgerSession.js';
import { jsonOption, urlOption, withOptions } from '../options.js';
import { UserError } from '../userError.js';

interface TraceOptions {
  readonly url: string;
  readonly json: boolean;
  readonly follow: boolean;
}

/**
 * The command. Exit code 2 when the trace has gaps: what is missing is not proven; with --follow it
 * goes on until it is stopped.
 */
export function traceCommand(context: CliContext): Command {
  const command = new Command('trace')
    .argument('<item>', 'id of the item')
    .description('show every hand and every gap, from generation to proceedings')
    .option('--follow', 'then print each further step as it becomes final', false)
    .action((item: string, options: TraceOptions) => trace(context, item, options));
  return withOptions(command, [urlOption(), jsonOption()]);
}

type TracedItem = NonNullable<EvidenceTraceQuery['evidenceItem']>;

async function trace(context: CliContext, id: string, options: TraceOptions): Promise<void> {
  const { url, json } = options;
  const endpoint = endpointOf(context, url);
  // Whoever has just taken a step expects to see it.
  const minPosition = await saying(endpoint, () => newestPosition(endpoint));
  const { evidenceItem } = await ask(endpoint, EvidenceTraceDocument, { id, minPosition });
  if (evidenceItem === null) throw new UserError(`no item ${id}`, 'check the id');
  if (json) context.terminal.out(JSON.stringify(evidenceItem, null, 2));
  else show(context, evidenceItem);
  if (options.follow) await followSteps(context, evidenceItem, options);
  context.exitWith(evidenceItem.trace.gaps.length === 0 ? EXIT.pass : EXIT.notProven);
}

/** From the steps that were shown on: each once, through restarts of the server. */
async function followSteps(
  context: CliContext,
  { itemId, trace: { steps } }: TracedItem,
  { url, json }: TraceOptions,
): Promise<void> {
  const { terminal, signal } = context;
  // Node.js 20 has no WebSocket of its own.
  const { default: webSocket } = await import('ws');
  const endpoint = { ...endpointOf(context, url), webSocket };
  const after = Number(steps.at(-1)?.step.position ?? 0);
  terminal.note('following; Ctrl-C stops');
  for await (const { item: step } of follow(stepsSource(endpoint, itemId), { after, signal })) {
    terminal.out(json ? JSON.stringify(step) : stepLine(step));
  }
}

function stepLine({ position, time, type, actorId }: FollowedStep): string {
  const what = type.slice('evidence.'.length);
  return `${position.padStart(8)}  ${time}  ${what}  ${actorId ?? 'the rules'}`;
}

function show({ terminal }: CliContext, { keeping, trace: found }: TracedItem): void {
  terminal.out(`not older than  ${found.notBefore ?? 'not proven'}`);
  terminal.out(`not younger than  ${found.notAfter}`);
  terminal.out(`held by  ${keeping.holderId}; content ${keeping.contentStatus.toLowerCase()}`);
  for (const { stage, step } of found.steps) {
    const who = step.actorId ?? 'the rules';
    const what = step.type.slice('evidence.'.length);
    terminal.out(`${step.position.padStart(8)}  ${stage.toLowerCase()}  ${what}  ${who}`);
  }
  const hidden = found.stepCount - found.steps.length;
  if (hidden > 0) terminal.out(`          and ${hidden} more steps`);
  for (const { position, kind, recordId } of found.gaps) {
    const what = kind.toLowerCase().replaceAll('_', ' ');
    terminal.out(`${position.padStart(8)}  GAP  ${what}  ${recordId}`);
  }
  if (found.gaps.length === 0) terminal.out('no gaps on record');
}
