/**
 * Lengths: a function that fits on a screen, a file that can be read in one go, a line that fits
 * beside another. Exceptions are listed with a ceiling and a reason, and their ceilings may only
 * shrink.
 */
import ts from 'typescript';
import type { Fault, SourceText } from './fault.js';

/** The longest allowed, in lines (files, functions) and characters (lines). */
export const LIMITS = { file: 400, function: 60, line: 100 } as const;

/** A place that may be longer than the limit, up to its ceiling. */
export interface LengthException {
  readonly path: string;
  /** The function's name, or absent for the file. */
  readonly functionName?: string;
  readonly ceiling: number;
  readonly reason: string;
}

interface Measured {
  readonly path: string;
  readonly line: number;
  readonly functionName?: string;
  readonly length: number;
}

/** Written by the code generator, or tables of vectors. */
const GENERATED = /^src\/(?:client|consensus\/cometbft)\/gen\//;

/** All faults of length in the code, and every exception that has become too generous. */
export function lengthFaults(
  files: readonly SourceText[],
  exceptions: readonly LengthException[],
): readonly Fault[] {
  const code = files.filter(({ path }) => /\.(?:ts|mjs)$/.test(path) && !GENERATED.test(path));
  const measured = code.flatMap((file) => [fileLength(file), ...functionLengths(file)]);
  return [
    ...code.flatMap(lineFaults),
    ...measured.flatMap((found) => tooLong(found, exceptions)),
    ...exceptions.flatMap((exception) => looseException(exception, measured)),
  ];
}

function limitOf(found: Measured): number {
  return found.functionName === undefined ? LIMITS.file : LIMITS.function;
}

function tooLong(found: Measured, exceptions: readonly LengthException[]): readonly Fault[] {
  const exception = exceptions.find((row) => isSamePlace(row, found));
  const ceiling = exception?.ceiling ?? limitOf(found);
  if (found.length <= ceiling) return [];
  const what = found.functionName === undefined ? 'file' : `function ${found.functionName}`;
  const message = `${what} has ${found.length} lines; the limit is ${ceiling}`;
  return [{ path: found.path, line: found.line, rule: 'length', message }];
}

function isSamePlace(exception: LengthException, found: Measured): boolean {
  return exception.path === found.path && exception.functionName === found.functionName;
}

/** An exception is loose when nothing needs it, or when its ceiling is over a tenth too high. */
function looseException(
  exception: LengthException,
  measured: readonly Measured[],
): readonly Fault[] {
  const lengths = measured
    .filter((found) => isSamePlace(exception, found))
    .map(({ length }) => length);
  const limit = exception.functionName === undefined ? LIMITS.file : LIMITS.function;
  const longest = Math.max(0, ...lengths);
  const fault = (message: string): readonly Fault[] => [
    { path: exception.path, line: 0, rule: 'exception', message },
  ];
  if (longest <= limit) return fault('the length exception is no longer needed: delete it');
  if (exception.ceiling > longest * 1.1) return fault(`lower the ceiling to ${longest}`);
  return [];
}

function fileLength({ path, text }: SourceText): Measured {
  return { path, line: 1, length: text.split('\n').length - 1 };
}

function lineFaults({ path, text }: SourceText): readonly Fault[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.length <= LIMITS.line) return [];
    const message = `line has ${line.length} characters; the limit is ${LIMITS.line}`;
    return [{ path, line: index + 1, rule: 'length', message }];
  });
}

function functionLengths({ path, text }: SourceText): readonly Measured[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const lineOf = (offset: number): number => file.getLineAndCharacterOfPosition(offset).line + 1;
  const found: Measured[] = [];
  const visit = (node: ts.Node): void => {
    if (hasBody(node) && !isSuite(node)) {
      const line = lineOf(node.getStart(file));
      found.push({ path, line, functionName: nameOf(node), length: lineOf(node.end) - line + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function hasBody(node: ts.Node): node is ts.FunctionLikeDeclaration {
  return ts.isFunctionLike(node) && 'body' in node && node.body !== undefined;
}

/** The callback of a `describe`: a list of tests, not a sequence to follow. */
function isSuite(node: ts.Node): boolean {
  const { parent } = node;
  return ts.isCallExpression(parent) && /^describe\b/.test(parent.expression.getText());
}

function nameOf(node: ts.FunctionLikeDeclaration): string {
  if (node.name !== undefined) return node.name.getText();
  const { parent } = node;
  return ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)
    ? parent.name.getText()
    : '(anonymous)';
}
