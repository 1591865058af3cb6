/** What every tidy check reports: one broken rule at one place. */

/** A file of the project: its path from the project's root, with `/`, and its text. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** One broken rule. */
export interface Fault {
  readonly path: string;
  /** 1 for the first line; 0 when the fault is the file as a whole. */
  readonly line: number;
  /** Short stable name, for example `layer`. */
  readonly rule: string;
  readonly message: string;
}

/** The fault as one line that editors and terminals can follow. */
export function showFault(fault: Fault): string {
  return `${fault.path}:${fault.line} [${fault.rule}] ${fault.message}`;
}

/** The 1-based line of the character at `offset`. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let index = text.indexOf('\n'); index !== -1 && index < offset; line += 1) {
    index = text.indexOf('\n', index + 1);
  }
  return line;
}
