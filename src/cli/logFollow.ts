/** `civic-ledger log follow`: prints entries as they become final; goes on where it stopped. */
import { Command } from 'commander';
import { follow, FollowRefused } from '../client/follow.js';
import { entriesSource, type FollowedEntry } from '../client/followEntries.js';
import { LedgerDocument } from '../client/gen/operations.js';
import type { Entry } from '../ledger/entry.js';
import type { CliContext } from './cliContext.js';
import { ask, endpointOf } from './ledgerSession.js';
import { jsonOption, urlOption, withOptions } from './options.js';
import { wholePosition } from './receipt.js';
import { UserError } from './userError.js';

interface FollowOptions {
  readonly url: string;
  readonly after?: number;
  readonly fromStart: boolean;
  readonly type?: string;
  readonly json: boolean;
}

/** The command. */
export function followCommand(context: CliContext): Command {
  const command = new Command('follow')
    .description('print entries as they become final, each once, through restarts of the server')
    .option('--after <position>', 'go on behind this position; default: what is new', wholePosition)
    .option('--from-start', 'begin with the genesis entry', false)
    .option('--type <type>', 'only events of this type, for example evidence.ItemRegistered')
    .action((options: FollowOptions) => followLog(context, options));
  return withOptions(command, [urlOption(), jsonOption()]);
}

async function followLog(context: CliContext, options: FollowOptions): Promise<void> {
  const { terminal, signal } = context;
  // Node.js 20 has no WebSocket of its own.
  const { default: webSocket } = await import('ws');
  const endpoint = { ...endpointOf(context, options.url), webSocket };
  const after = options.fromStart ? null : (options.after ?? (await newest(context, options.url)));
  const onReconnect = (reason: unknown, waitMs: number): void =>
    terminal.note(`${reason instanceof Error ? reason.message : 'the stream ended'}; \
connecting again in ${waitMs} ms`);
  terminal.note(`following ${options.url} after position ${after ?? 'none'}; Ctrl-C stops`);
  try {
    const followed = follow(entriesSource(endpoint), { after, signal, onReconnect });
    for await (const { item } of followed) {
      const entry = JSON.parse(item.text) as Entry;
      if (options.type !== undefined && options.type !== entry.type) continue;
      terminal.out(options.json ? jsonLine(item) : textLine(entry, item.eventText));
    }
  } catch (error) {
    if (!(error instanceof FollowRefused)) throw error;
    throw new UserError(`${options.url}: ${error.message}`, 'check the address with --url');
  }
}

async function newest(context: CliContext, url: string): Promise<number> {
  const { ledger } = await ask(endpointOf(context, url), LedgerDocument, {});
  return Number(ledger.size) - 1;
}

/** The entry and its event as one line of JSON, as an export has them. */
function jsonLine({ text, eventText }: FollowedEntry): string {
  return `{"entry":${text},"event":${eventText}}`;
}

function textLine({ position, time, type }: Entry, eventText: string): string {
  const event = JSON.parse(eventText) as { readonly actor?: string; readonly data?: unknown };
  const what = event.actor ?? JSON.stringify(event.data ?? {});
  return `${String(position).padStart(8)}  ${time}  ${type}  ${shortened(what)}`;
}

const SHOWN_CHARACTERS_MAX = 120;

function shortened(text: string): string {
  return text.length > SHOWN_CHARACTERS_MAX ? `${text.slice(0, SHOWN_CHARACTERS_MAX)}…` : text;
}
