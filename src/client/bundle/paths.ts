/** Where each file of a bundle is, and what is where (docs/formats.md §18). */
import type { FileRole } from './manifest.js';

/** Files that every bundle has. */
export const PATH = {
  instructions: 'HOW-TO-VERIFY.txt',
  genesis: 'genesis.json',
  checkpoint: 'head/checkpoint.txt',
  header: 'head/header.json',
  lightBlock: 'proof/light-block.json',
  consistency: 'head/consistency.json',
  receipt: 'item/receipt.json',
  salt: 'content/salt.json',
} as const;

const DIGITS = 16;

/** The receipt of a step, by the position of its signed entry. */
export function stepPath(position: number): string {
  return `steps/${position.toString().padStart(DIGITS, '0')}.receipt.json`;
}

/** The content, with the ending that its name had, where that is a plain one. */
export function contentPath(name: string): string {
  const ending = /\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1]?.toLowerCase() ?? 'bin';
  return `content/content.${ending}`;
}

/** A view of what is attached at a position: a token, its authority's root, a revocation list. */
export function timePath(position: number, ending: string): string {
  return `time/${position.toString().padStart(DIGITS, '0')}.${ending}`;
}

const ROLES: { readonly [Name in keyof typeof PATH]: FileRole } = {
  instructions: 'instructions',
  genesis: 'genesis',
  checkpoint: 'checkpoint',
  header: 'header',
  lightBlock: 'certificate',
  consistency: 'consistency',
  receipt: 'item-receipt',
  salt: 'salt',
};

const ROLE_AT: ReadonlyMap<string, FileRole> = new Map(
  Object.entries(PATH).map(([name, path]) => [path, ROLES[name as keyof typeof PATH]]),
);

const CONTENT = /^content\/content\.[a-z0-9]{1,8}$/;

/**
 * The one role that a file at `path` has. What is nowhere else is a view, and no view stands that
 * the receipts do not give.
 */
export function roleAt(path: string): FileRole {
  if (path.startsWith('steps/')) return 'step-receipt';
  return ROLE_AT.get(path) ?? (CONTENT.test(path) ? 'content' : 'view');
}
