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

/** What SQLite says of a damaged file, as part of a sentence; undefined for any other error. */
export function fileDamage(error: unknown): string | undefined {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  if (!/^SQLITE_(?:CORRUPT|NOTADB)/.test(String(code))) return undefined;
  return `the file cannot be read there (${String(message)})`;
}

/** Damage as the fault of the position that was being read; any other error as it is. */
export function brokenPage(error: unknown, position: number): unknown {
  const damage = fileDamage(error);
  return damage === undefined ? error : new BrokenChain(position, damage);
}
