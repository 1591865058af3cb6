/** What the check before a start says when a node must not go on from a log. */
export class BrokenChain extends Error {
  /** The first position (or the block's first position) at which something does not hold. */
  readonly position: number;
  readonly what: string;

  constructor(position: number, what: string) {
    super(`the log is broken at position ${position}: ${what}`);
    this.position = position;
    this.what = what;
  }
}

/**
 * `error` as the fault of the position that was being read, when it is SQLite's word on a damaged
 * file; any other error as it is.
 */
export function brokenPage(error: unknown, position: number): unknown {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  if (!/^SQLITE_(?:CORRUPT|NOTADB)/.test(String(code))) return error;
  return new BrokenChain(position, `the file cannot be read there (${String(message)})`);
}
