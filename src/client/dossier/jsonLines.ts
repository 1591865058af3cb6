/** Files of lines that are read one at a time: a hundred thousand never stand in memory as text. */

const NEWLINE = 0x0a;

/** The lines, each without its newline; undefined for one that is no UTF-8 or has no newline. */
export function* linesOf(bytes: Uint8Array): Generator<string | undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(NEWLINE, start);
    yield end === -1 ? undefined : decoded(decoder, bytes.subarray(start, end));
    if (end === -1) return;
    start = end + 1;
  }
}

function decoded(decoder: TextDecoder, bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Joins lines as UTF-8, with a newline after each, without one text of all of them. */
export function bytesOfLines(lines: readonly string[]): Uint8Array {
  const encoder = new TextEncoder();
  const parts = lines.map((line) => encoder.encode(line));
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length + 1, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
    bytes[at] = NEWLINE;
    at += 1;
  }
  return bytes;
}
