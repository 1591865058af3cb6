/**
 * How the nodes of a consortium are, in one line: drawn over itself on a terminal, and elsewhere
 * printed when something has changed.
 */
import { clearLine, cursorTo } from 'node:readline';
import type { Terminal } from '../terminal.js';

interface NodeAddress {
  readonly organisation: string;
  readonly url: string;
  /** What its process has written, once it has ended: another may answer at its address. */
  readonly endedLog: string | undefined;
}

const ASK_MS_MAX = 2_000;
const QUERY = JSON.stringify({ query: '{ ledger { size } }' });

let lastPrinted = '';

/** Asks every node and shows the answer. Never rejects. */
export async function showStatus(terminal: Terminal, nodes: readonly NodeAddress[]): Promise<void> {
  const line = (await Promise.all(nodes.map(nodeStatus))).join('   ');
  if (terminal.screen !== undefined) {
    clearLine(terminal.screen, 0);
    cursorTo(terminal.screen, 0);
    terminal.screen.write(line);
  } else if (line !== lastPrinted) terminal.note(line);
  lastPrinted = line;
}

/** `court 120 entries`, or why the node is not ready. */
async function nodeStatus({ organisation, url, endedLog }: NodeAddress): Promise<string> {
  if (endedLog !== undefined) return `${organisation}: has ended, see ${endedLog}`;
  try {
    const signal = AbortSignal.timeout(ASK_MS_MAX);
    const ready = await fetch(`${url}/readyz`, { signal });
    const { failing } = (await ready.json()) as { readonly failing: readonly { reason: string }[] };
    if (failing[0] !== undefined) return `${organisation}: ${failing[0].reason}`;
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body: QUERY, signal });
    const { data } = (await answer.json()) as { readonly data: { ledger: { size: string } } };
    const { size } = data.ledger;
    return `${organisation}: ${size} ${size === '1' ? 'entry' : 'entries'}`;
  } catch {
    return `${organisation}: no answer`;
  }
}
