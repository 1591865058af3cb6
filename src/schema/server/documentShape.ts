/**
 * The shape of a GraphQL document against the limits: nesting before it is parsed; then aliases,
 * directives, root fields, depth. Runs before the rules of the GraphQL specification, some of which
 * are quadratic, and takes time linear in the document: a fragment is measured once, however often
 * it is spread.
 */
import {
  type DocumentNode,
  GraphQLError,
  Kind,
  Lexer,
  type SelectionSetNode,
  Source,
  TokenKind,
  visit,
} from 'graphql';
import { assertWithin, type ServerLimits } from '../limits.js';
import { type Fragments, fragmentsOf, ofFragment, operationsOf } from './fragments.js';

const OPENING: ReadonlySet<TokenKind> = new Set([
  TokenKind.BRACE_L,
  TokenKind.BRACKET_L,
  TokenKind.PAREN_L,
]);
const CLOSING: ReadonlySet<TokenKind> = new Set([
  TokenKind.BRACE_R,
  TokenKind.BRACKET_R,
  TokenKind.PAREN_R,
]);

/**
 * Throws LIMIT_EXCEEDED when more brackets are open at once than the limit: graphql-js goes down
 * into each of them by recursion, and thousands use up the stack. What is no token is the parser's
 * to tell.
 */
export function checkNesting(text: string, { documentNesting }: ServerLimits): void {
  const lexer = new Lexer(new Source(text));
  let open = 0;
  while (lexer.token.kind !== TokenKind.EOF) {
    if (!advanced(lexer)) return;
    if (OPENING.has(lexer.token.kind)) open += 1;
    else if (CLOSING.has(lexer.token.kind)) open -= 1;
    assertWithin('documentNesting', open, documentNesting);
  }
}

function advanced(lexer: Lexer): boolean {
  try {
    lexer.advance();
    return true;
  } catch (error) {
    if (error instanceof GraphQLError) return false;
    throw error;
  }
}

/**
 * Throws LIMIT_EXCEEDED when the document's shape is beyond `limits`. The cost is a matter of its
 * own.
 */
export function checkShape(document: DocumentNode, limits: ServerLimits): void {
  const written = countWritten(document);
  assertWithin('aliases', written.aliases, limits.aliases);
  assertWithin('directives', written.directives, limits.directives);
  const fragments = fragmentsOf(document);
  const depths = new Map<string, number>();
  const rootCounts = new Map<string, number>();
  for (const operation of operationsOf(document)) {
    const rootFields = countFields(operation.selectionSet, fragments, rootCounts);
    assertWithin('rootFields', rootFields, limits.rootFields);
    assertWithin('depth', depthOf(operation.selectionSet, fragments, depths), limits.depth);
  }
}

function countWritten(document: DocumentNode): { aliases: number; directives: number } {
  const written = { aliases: 0, directives: 0 };
  visit(document, {
    Field: (node) => {
      if (node.alias !== undefined) written.aliases += 1;
    },
    Directive: () => {
      written.directives += 1;
    },
  });
  return written;
}

function depthOf(set: SelectionSetNode, fragments: Fragments, known: Map<string, number>): number {
  let depth = 0;
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) {
      if (selection.name.value.startsWith('__')) continue;
      const below = selection.selectionSet;
      depth = Math.max(depth, 1 + (below ? depthOf(below, fragments, known) : 0));
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      depth = Math.max(depth, depthOf(selection.selectionSet, fragments, known));
    } else {
      const inside = fragments.get(selection.name.value)?.selectionSet;
      if (inside === undefined) continue;
      const measure = (): number => depthOf(inside, fragments, known);
      depth = Math.max(depth, ofFragment(selection.name.value, known, measure));
    }
  }
  return depth;
}

function countFields(
  set: SelectionSetNode,
  fragments: Fragments,
  known: Map<string, number>,
): number {
  let count = 0;
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) {
      count += 1;
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      count += countFields(selection.selectionSet, fragments, known);
    } else {
      const inside = fragments.get(selection.name.value)?.selectionSet;
      if (inside === undefined) continue;
      const measure = (): number => countFields(inside, fragments, known);
      count += ofFragment(selection.name.value, known, measure);
    }
  }
  return count;
}
