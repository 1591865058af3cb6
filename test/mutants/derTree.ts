/**
 * DER as a tree that can be changed and written again with lengths that fit, so that damage gets
 * past the form and to the checks. Shares nothing with the reader under test.
 */
import { concatBytes } from '../../src/crypto/bytes.js';
import type { SeededRandom } from '../support/live/seededRandom.js';
import { withOtherMembers } from './damage.js';

/** A value: its tag, where it stands, and either its content or the values in it. */
export interface DerNode {
  readonly tag: number;
  /** Offsets of the tag, of the content, and of what follows. */
  readonly start: number;
  readonly body: number;
  readonly end: number;
  /** Values inside; undefined for content. */
  readonly parts: readonly DerNode[] | undefined;
}

const CONSTRUCTED = 0x20;

/** The value at `start`; `opened` says which OCTET STRINGs hold DER, by their place in the tree. */
export function derTree(
  bytes: Uint8Array,
  opened: (path: readonly number[]) => boolean,
  { start = 0, path = [] }: { readonly start?: number; readonly path?: readonly number[] } = {},
): DerNode {
  const tag = bytes[start] as number;
  const first = bytes[start + 1] as number;
  const more = first < 0x80 ? 0 : first - 0x80;
  const digits = bytes.subarray(start + 2, start + 2 + more);
  const length = more === 0 ? first : digits.reduce((sum, digit) => sum * 256 + digit, 0);
  const body = start + 2 + more;
  const end = body + length;
  const isTree = (tag & CONSTRUCTED) !== 0 || opened(path);
  if (!isTree) return { tag, start, body, end, parts: undefined };
  const parts: DerNode[] = [];
  for (let at = body; at < end; at = (parts.at(-1) as DerNode).end) {
    parts.push(derTree(bytes, opened, { start: at, path: [...path, parts.length] }));
  }
  return { tag, start, body, end, parts };
}

/** A way down from the top to a value, by the number of each part. */
export type DerPath = readonly number[];

/** Where the byte at `at` is: the deepest value around it, and whether it is part of its content. */
export function placeOf(
  node: DerNode,
  at: number,
  path: DerPath = [],
): { readonly path: DerPath; readonly isContent: boolean } {
  const index = node.parts?.findIndex(({ start, end }) => start <= at && at < end) ?? -1;
  if (index === -1) return { path, isContent: node.parts === undefined && at >= node.body };
  return placeOf((node.parts as readonly DerNode[])[index] as DerNode, at, [...path, index]);
}

/** A tree that was changed, and where. */
export interface ChangedDer {
  readonly bytes: Uint8Array;
  readonly path: DerPath;
  /** What was done. */
  readonly how: 'content' | 'tag' | 'members';
}

/** One value in the tree changed, lengths made to fit. */
export function withOtherDer(random: SeededRandom, bytes: Uint8Array, tree: DerNode): ChangedDer {
  const path = randomPath(random, tree);
  const node = nodeAt(tree, path);
  const [encoded, how] = changedNode(random, bytes, node);
  return { bytes: withNode(bytes, tree, { path, encoded }), path, how };
}

function randomPath(random: SeededRandom, node: DerNode): DerPath {
  const { parts = [] } = node;
  if (parts.length === 0 || random.below(24) === 0) return [];
  const index = random.below(parts.length);
  return [index, ...randomPath(random, parts[index] as DerNode)];
}

function nodeAt(node: DerNode, path: DerPath): DerNode {
  return path.reduce((at, index) => (at.parts as readonly DerNode[])[index] as DerNode, node);
}

function changedNode(
  random: SeededRandom,
  bytes: Uint8Array,
  { tag, start, body, end, parts }: DerNode,
): readonly [Uint8Array, ChangedDer['how']] {
  const content = bytes.subarray(body, end);
  if (random.below(24) === 0) {
    return [encodeDer(tag ^ (1 << random.below(8)), content), 'tag'];
  }
  if (parts === undefined) return [encodeDer(tag, otherContent(random, content)), 'content'];
  const encodings = parts.map((part) => bytes.subarray(part.start, part.end));
  if (encodings.length === 0) return [bytes.slice(start, end - 1), 'members'];
  return [encodeDer(tag, concatBytes(...withOtherMembers(random, encodings))), 'members'];
}

function otherContent(random: SeededRandom, content: Uint8Array): Uint8Array {
  if (content.length === 0 || random.below(8) === 0) return concatBytes(content, random.bytes(1));
  if (random.below(8) === 0) return content.subarray(0, random.below(content.length));
  const copy = content.slice();
  const at = random.below(copy.length);
  copy[at] = (copy[at] as number) ^ (1 << random.below(8));
  return copy;
}

function withNode(
  bytes: Uint8Array,
  node: DerNode,
  { path: [index, ...deeper], encoded }: { readonly path: DerPath; readonly encoded: Uint8Array },
): Uint8Array {
  if (index === undefined) return encoded;
  const parts = (node.parts as readonly DerNode[]).map((part, at) =>
    at === index
      ? withNode(bytes, part, { path: deeper, encoded })
      : bytes.subarray(part.start, part.end),
  );
  return encodeDer(node.tag, concatBytes(...parts));
}

/** A value with its length in as few bytes as it takes. */
function encodeDer(tag: number, content: Uint8Array): Uint8Array {
  const digits: number[] = [];
  for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256))
    digits.unshift(rest % 256);
  const isShort = content.length < 0x80;
  const length = isShort ? [content.length] : [0x80 + digits.length, ...digits];
  return concatBytes(Uint8Array.of(tag, ...length), content);
}
