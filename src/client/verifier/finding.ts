/** What a check found: a status and a sentence of the closed list with its values. */
import { DOSSIER_SENTENCES } from './dossier/dossierSentences.js';
import {
  INTEGRITY_SENTENCES,
  ORIGIN_SENTENCES,
  type Sentence,
  TIME_SENTENCES,
} from './sentences.js';
import { type CONCLUSIONS, STANDING_SENTENCES } from './standingSentences.js';
import { chineseTerms } from './terms.js';

/** All sentences that a finding can have. */
export const SENTENCES = {
  ...INTEGRITY_SENTENCES,
  ...TIME_SENTENCES,
  ...ORIGIN_SENTENCES,
  ...STANDING_SENTENCES,
  ...DOSSIER_SENTENCES,
} as const;

export type SentenceKey = keyof typeof SENTENCES;
export type ConclusionKey = keyof typeof CONCLUSIONS;

export const STATUSES = ['FAIL', 'NOT PROVEN', 'PASS', 'NOT CHECKED'] as const;

/**
 * `NOT PROVEN`: looked at, and what the bundle and the reader's inputs give is not enough. `NOT
 * CHECKED`: there was nothing to look at, or it takes the ledger or another input.
 */
export type Status = (typeof STATUSES)[number];

export interface Finding {
  readonly status: Status;
  readonly sentence: SentenceKey;
  readonly values: Readonly<Record<string, string | number>>;
}

type Values = Finding['values'];

export function pass(sentence: SentenceKey, values: Values = {}): Finding {
  return { status: 'PASS', sentence, values };
}

export function fail(sentence: SentenceKey, values: Values = {}): Finding {
  return { status: 'FAIL', sentence, values };
}

export function notProven(sentence: SentenceKey, values: Values = {}): Finding {
  return { status: 'NOT PROVEN', sentence, values };
}

export function notChecked(sentence: SentenceKey, values: Values = {}): Finding {
  return { status: 'NOT CHECKED', sentence, values };
}

/**
 * The status of several together: one failure is a failure, one thing not proven leaves the whole
 * not proven, and nothing that was not checked makes anything pass.
 */
export function worst(statuses: readonly Status[]): Status {
  return STATUSES.find((status) => statuses.includes(status)) ?? 'NOT CHECKED';
}

/** A sentence with its values put in, in Chinese with the Chinese words for them. */
export function filled({ zh, en }: Sentence, values: Values): Sentence {
  const fill = (text: string, word: (name: string, value: string) => string): string =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => word(name, String(values[name] ?? '?')));
  return { zh: fill(zh, chineseTerms), en: fill(en, (_, value) => value) };
}
