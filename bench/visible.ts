/** Waits until everything that is durable can be seen in GraphQL: a rate counts until then. */
import { ask } from '../test/support/live/graphqlClient.js';
import { POSITIONS, type Positions } from '../test/support/live/operations.js';
import { pause } from '../test/support/live/serverProcess.js';

const POLL_MS = 5;

/** Resolves with the log's size once the read models have reached it. */
export async function untilVisible(url: string): Promise<number> {
  for (;;) {
    const { ledger } = await ask<Positions>(url, POSITIONS);
    if (ledger.projection.lag === '0') return Number(ledger.size);
    await pause(POLL_MS);
  }
}
