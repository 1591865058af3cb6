/** Exit codes of every command, so that a script can tell a "no" from "could not ask". */
export const EXIT = {
  /** Done, or every check passed. */
  pass: 0,
  /** A check failed, or the ledger refused the action. */
  fail: 1,
  /** Nothing failed, but what was asked is not proven by what was given. */
  notProven: 2,
  /** The input is not in the format it should be. */
  malformed: 3,
  /** Nothing was checked or changed: wrong usage, no server, no such file. */
  notDone: 4,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
