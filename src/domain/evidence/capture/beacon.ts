/**
 * The lower time bound of a capture: a checkpoint of this ledger, at most ten minutes old, that the
 * capture carries from its first moment. Nobody could know its root before that block was final, so
 * the capture is not older than the block (invariant 4). Whether the checkpoint is this ledger's
 * own is not taken on trust: the log's headers say it.
 */
import type { Hex } from '../../../crypto/bytes.js';
import type { Instant } from '../../../ledger/instant.js';
import { millisecondsOf } from '../../calendar.js';
import type { BlockContext } from '../../domainModule.js';
import { type Refusal, refuse } from '../../refusals.js';
import { hex, integer, object } from '../../shape.js';

/** How old a beacon may be when the capture is opened. */
export const BEACON_AGE_MS_MAX = 600_000;

/** What a checkpoint of the ledger states (docs/formats.md §8). */
export type Beacon = {
  readonly size: number;
  readonly root: Hex;
  /** Hash of the block header. */
  readonly header: Hex;
};

export const beacon = object({
  size: integer(1, Number.MAX_SAFE_INTEGER),
  root: hex(32),
  header: hex(32),
});

/** The time of the beacon's block, or why it is no fresh checkpoint of this ledger. */
export function beaconTime(stated: Beacon, block: BlockContext): Instant | Refusal {
  const recorded = block.headerOfSize(stated.size);
  if (recorded === undefined) {
    const limit = 'a size that the log had after one of its blocks';
    return refuse('BEACON_UNKNOWN', { field: 'data.beacon.size', limit, value: `${stated.size}` });
  }
  const { header, hash } = recorded;
  const own = { root: header.root, header: hash };
  for (const name of ['root', 'header'] as const) {
    if (stated[name] === own[name]) continue;
    const facts = { field: `data.beacon.${name}`, limit: own[name], value: stated[name] };
    return refuse('BEACON_MISMATCH', facts);
  }
  const ageMs = millisecondsOf(block.time) - millisecondsOf(header.time);
  if (ageMs <= BEACON_AGE_MS_MAX) return header.time;
  const limit = `at most ${BEACON_AGE_MS_MAX} ms old`;
  return refuse('BEACON_OLD', { field: 'data.beacon', limit, value: `${ageMs} ms` });
}
