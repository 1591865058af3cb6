/** Sentences as cells of a document, in one language or both. */
import { filled } from '../client/verifier/finding.js';
import type { Sentence } from '../client/verifier/sentences.js';
import { epochMilliseconds, type Instant } from '../ledger/instant.js';
import type { Block } from './layout/block.js';
import type { Cell } from './layout/cell.js';
import type { StyleName } from './layout/style.js';
import { WIDTH } from './layout/flow.js';
import { valueWords, type Word, WORDS } from './wording.js';

export const LANGUAGES = ['zh', 'en', 'both'] as const;
export type Language = (typeof LANGUAGES)[number];

type Values = Readonly<Record<string, string | number>>;

const LABEL_WIDTH = 122;
const HOUR_MS = 3_600_000;
/** 北京时间 is UTC+8 all the year. */
const BEIJING_HOURS = 8;

export class Speech {
  readonly language: Language;

  constructor(language: Language) {
    this.language = language;
  }

  /** A sentence; in both languages the second one is set smaller, below. */
  say(sentence: Sentence, styles: readonly [StyleName, StyleName] = ['main', 'second']): Cell {
    const [first, second] = styles;
    const { zh, en } = printable(sentence);
    if (this.language !== 'both') return [{ text: { zh, en }[this.language], style: first }];
    if (zh === en) return [{ text: zh, style: first }];
    return [
      { text: zh, style: first },
      { text: en, style: second },
    ];
  }

  /** A word of the list with its values. */
  word(word: Word, values: Values = {}): Cell {
    return this.say(filled(WORDS[word], values));
  }

  /** A value of the ledger in words. */
  value(member: string, value: string): Cell {
    return this.say(valueWords(member, value));
  }

  /** One line: both languages beside one another. */
  line(word: Word, values: Values = {}): string {
    const { zh, en } = printable(filled(WORDS[word], values));
    return this.language === 'both' ? `${zh}  ${en}` : { zh, en }[this.language];
  }

  /** An instant as the ledger writes it, and in Chinese also in Beijing time. */
  time(instant: string): Cell {
    const main = { text: instant, style: 'main' } as const;
    if (this.language === 'en') return [main];
    return [main, { text: `北京时间 ${beijingTime(instant as Instant)}`, style: 'second' }];
  }

  heading(word: Word): Block {
    const { zh, en } = printable(WORDS[word]);
    const [main, second] = this.language === 'en' ? [en, ''] : [zh, en];
    return { kind: 'heading', main, second: this.language === 'both' ? second : '' };
  }

  /** A row with a label at its left. */
  row(word: Word, value: Cell): Block {
    return this.labelled(WORDS[word], value);
  }

  /** A row with any sentence as its label. */
  labelled(sentence: Sentence, value: Cell): Block {
    const cells = [this.label(sentence), value];
    return { kind: 'row', cells, widths: [LABEL_WIDTH, WIDTH - LABEL_WIDTH] };
  }

  /** What stands at the head of a row or a column. */
  label(sentence: Sentence): Cell {
    return this.say(sentence, ['label', 'second']);
  }
}

/** The typeface’s apostrophe is as wide as a Chinese character; in English the plain one is set. */
function printable({ zh, en }: Sentence): Sentence {
  return { zh, en: en.replaceAll('’', "'") };
}

/** A text as it is: ids, names, hashes. */
export function plain(text: string): Cell {
  return [{ text, style: 'main' }];
}

/** `2026-01-02 11:04:05.000` for 03:04:05 UTC. */
function beijingTime(instant: Instant): string {
  const shifted = epochMilliseconds(instant) + BEIJING_HOURS * HOUR_MS;
  return new Date(shifted).toISOString().slice(0, -1).replace('T', ' ');
}
