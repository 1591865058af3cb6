/**
 * What every answer must be, however hostile the request: typed, complete, and not an internal
 * fault.
 */
import { ERRORS } from '../../src/schema/errors.js';

/** A refusal or error that names nothing cannot be acted on. */
const FACTS = ['field', 'limit', 'value'] as const;

/** Codes whose answers must name the field, the limit and the value. */
const WITH_FACTS: ReadonlySet<string> = new Set(['INVALID_EVENT', 'LIMIT_EXCEEDED']);

interface ErrorShape {
  readonly message?: unknown;
  readonly extensions?: { readonly [name: string]: unknown };
}

/** Why `text`, the body of an answer with `status`, is not sound; undefined when it is. */
export function unsoundness(status: number, text: string): string | undefined {
  let answer: { readonly errors?: readonly ErrorShape[]; readonly data?: unknown };
  try {
    answer = JSON.parse(text) as typeof answer;
  } catch {
    return `status ${status} without JSON: ${text.slice(0, 200)}`;
  }
  const { errors = [] } = answer;
  if (status >= 500) return `status ${status}: ${text.slice(0, 500)}`;
  if (errors.length === 0) return status === 200 ? undefined : `status ${status} without an error`;
  return errors.map(errorFault).find((fault) => fault !== undefined);
}

/** Why one of an answer's errors is not sound. */
export function errorFault({ message, extensions = {} }: ErrorShape): string | undefined {
  const { code } = extensions;
  const shown = JSON.stringify({ message, ...extensions }).slice(0, 500);
  if (typeof code !== 'string' || !Object.hasOwn(ERRORS, code)) return `unknown code: ${shown}`;
  if (code === 'INTERNAL_SERVER_ERROR') return `internal fault: ${shown}`;
  if (typeof message !== 'string' || message === '') return `no message: ${shown}`;
  if (!WITH_FACTS.has(code)) return undefined;
  const missing = FACTS.filter((fact) => typeof extensions[fact] !== 'string');
  return missing.length === 0 ? undefined : `${missing.join(', ')} not named: ${shown}`;
}

/** Why the facts of a refusal by a rule are not complete. */
export function refusalFault(refusal: { readonly [name: string]: unknown }): string | undefined {
  const missing = ['code', ...FACTS].filter((fact) => typeof refusal[fact] !== 'string');
  return missing.length === 0
    ? undefined
    : `${missing.join(', ')} not named: ${JSON.stringify(refusal)}`;
}
