/** The items that one registration made: the members of a batch, the artefacts of a capture. */
import { BatchSizeDocument, CaptureBatchDocument } from '../../client/gen/operations.js';
import type { Endpoint } from '../../client/graphqlRequest.js';
import { newestPosition } from '../../client/newestPosition.js';
import { ask, saying } from '../ledgerSession.js';
import { UserError } from '../userError.js';

/** Ids of all members of the batches. Throws UserError for a batch that is not there. */
export async function batchMembers(
  endpoint: Endpoint,
  batches: readonly string[],
): Promise<readonly string[]> {
  const members: string[] = [];
  const seen = await saying(endpoint, () => newestPosition(endpoint));
  for (const id of batches) {
    const { evidenceBatch: batch } = await ask(endpoint, BatchSizeDocument, { id, seen });
    if (batch === null) {
      throw new UserError(`no batch ${id}`, 'give the id that "evidence batch" printed');
    }
    for (let index = 0; index < batch.count; index += 1) members.push(`${id}.${index}`);
  }
  return members;
}

/** Ids of all artefacts of the captures. Throws UserError for a capture that is not sealed. */
export async function captureMembers(
  endpoint: Endpoint,
  captures: readonly string[],
): Promise<readonly string[]> {
  const batches: string[] = [];
  const seen = await saying(endpoint, () => newestPosition(endpoint));
  for (const id of captures) {
    const { capture } = await ask(endpoint, CaptureBatchDocument, { id, seen });
    const batch = capture?.batchId ?? null;
    if (batch === null) {
      throw new UserError(`no sealed capture ${id}`, 'seal it first, or check its id');
    }
    batches.push(batch);
  }
  return batchMembers(endpoint, batches);
}
