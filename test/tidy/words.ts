/**
 * Words that the project's files do not hold: leftovers, machine paths, registry hosts, and talk
 * about how a text came to be. This file holds them all, so it is the only one that is not
 * searched.
 */
import { type Fault, lineAt, type SourceText } from './fault.js';

/** One banned form. */
export interface BannedWord {
  readonly name: string;
  readonly pattern: RegExp;
  readonly reason: string;
  /** A text that breaks the rule; the tests plant it. */
  readonly example: string;
  /** The one file that may hold it, and why. */
  readonly except?: { readonly path: string; readonly because: string };
}

const MAKING: readonly string[] = [
  '(?:this|last|previous|next|earlier|an?other) session',
  'sub-?agents?',
  'AI[- ](?:generated|assistant|helper|written)',
  'language model',
  'LLM',
  'ChatGPT',
  'Copilot',
  'Claude',
  '(?:system|the) prompt',
  '(?:my|the) brief',
  'the lead',
  'colleagues?',
];

export const BANNED_WORDS: readonly BannedWord[] = [
  {
    name: 'unfinished work without an issue',
    pattern: /\b(?:TODO|FIXME|XXX|HACK)\b(?!\(#\d+\))/g,
    reason: 'name the issue, as in TODO(#12), or do it now',
    example: '// TODO: later',
  },
  {
    name: 'absolute path of one machine',
    pattern: /(?<![\w.:/~-])\/(?:work|root|home|Users|mnt|shared)\/[\w.-]+/g,
    reason: 'paths are relative to the project or given by the user',
    example: 'see /home/someone/notes',
  },
  {
    name: 'package registry host',
    pattern:
      /registry\.(?:npmjs|yarnpkg|npmmirror)\.\w+|npmmirror\.com|\b(?:verdaccio|artifactory)\b/gi,
    reason: 'which registry serves a package is the reader’s own setting',
    example: ['https://registry', 'npmjs', 'org/x'].join('.'),
  },
  {
    name: 'talk about how the text was made',
    pattern: new RegExp(`\\b(?:${MAKING.join('|')})\\b`, 'gi'),
    reason: 'the project speaks about itself, never about its making',
    example: 'written in this session',
  },
  {
    name: 'test that is left out or alone',
    pattern: /\b(?:describe|it|test)\.(?:only|skip|todo)\b|\bx(?:describe|it|test)\(/g,
    reason: 'every test runs',
    example: "it.only('runs alone', () => {})",
    except: {
      path: 'test/support/onLinux.ts',
      because: 'what Linux alone has cannot be tested elsewhere, and the report says so',
    },
  },
  {
    name: 'merge conflict marker',
    pattern: /^(?:<{7}|>{7}) /gm,
    reason: 'resolve it',
    example: '<<<<<<< ours',
  },
];

/** Where the words themselves are listed. */
const WORD_LIST = 'test/tidy/words.ts';

/** All banned words in `files`. */
export function wordFaults(files: readonly SourceText[]): readonly Fault[] {
  return files.filter(({ path }) => path !== WORD_LIST).flatMap(fileFaults);
}

function fileFaults({ path, text }: SourceText): readonly Fault[] {
  const banned = BANNED_WORDS.filter(({ except }) => except?.path !== path);
  return banned.flatMap(({ name, pattern, reason }) =>
    [...text.matchAll(pattern)].map((match) => ({
      path,
      line: lineAt(text, match.index),
      rule: 'word',
      message: `${name}: "${match[0].trim()}"; ${reason}`,
    })),
  );
}
