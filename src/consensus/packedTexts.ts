/**
 * A list of texts as one text and its cuts: what crosses a thread boundary. Copying one long string
 * costs a fraction of copying a hundred short ones, and cutting it up again copies nothing.
 */

/** All texts, one after another, and where each of them ends. */
export interface PackedTexts {
  readonly text: string;
  /** Offset behind each text, in UTF-16 code units. */
  readonly ends: Uint32Array;
}

export function packTexts(texts: readonly string[]): PackedTexts {
  const ends = new Uint32Array(texts.length);
  let end = 0;
  for (const [index, text] of texts.entries()) ends[index] = end += text.length;
  return { text: texts.join(''), ends };
}

/** The texts that were packed. */
export function unpackTexts({ text, ends }: PackedTexts): readonly string[] {
  const texts: string[] = [];
  let start = 0;
  for (const end of ends) {
    texts.push(text.slice(start, end));
    start = end;
  }
  return texts;
}
