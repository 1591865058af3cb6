/** Options that describe what is registered. */
import { Option } from 'commander';
import { CLAIMS, CATEGORIES } from '../domain/evidence/item.js';

/** What kind of electronic data it is. */
export function categoryOption(): Option {
  return new Option('--category <category>', 'kind of electronic data')
    .choices(CATEGORIES)
    .default('document');
}

/** What the claimant says to be towards it. */
export function claimOption(): Option {
  return new Option('--claim <claim>', 'what you say to be towards it; never proven by the ledger')
    .choices(CLAIMS)
    .default('collector');
}

/** Salted instead of open. */
export function privateOption(): Option {
  return new Option(
    '--private',
    'register a salted commitment: for content that is personal or could be guessed',
  ).default(false);
}
