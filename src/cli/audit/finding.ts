/** What an audit found wrong, and where. The first bad position of a log is its smallest one. */

/** The check that a place of the log failed. */
export type AuditCheck =
  | 'format'
  | 'genesis'
  | 'signature'
  | 'entry'
  | 'header'
  | 'checkpoint'
  | 'certificate'
  | 'state'
  | 'used ids'
  | 'tiles'
  | 'read models';

export interface Finding {
  /** The first position that is wrong; of a block's header or checkpoint its first entry's. */
  readonly position: number;
  readonly check: AuditCheck;
  /** What is there and what should be, in one sentence. */
  readonly what: string;
}

/** The one of two findings that comes first in the log. */
export function earlier(
  left: Finding | undefined,
  right: Finding | undefined,
): Finding | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return right.position < left.position ? right : left;
}
