/**
 * Every refusal code is proved by a test and explained to users: it stands in at least one test
 * file and in docs/refusals.md, and the page lists no code that does not exist.
 */
import type { Fault, SourceText } from './fault.js';

const PAGE = 'docs/refusals.md';

/** Faults of the registry `codes` against the tests and the page in `files`. */
export function refusalFaults(
  codes: readonly string[],
  files: readonly SourceText[],
): readonly Fault[] {
  const tests = files.filter(({ path }) => /^test\/.*\.test\.ts$/.test(path));
  const page = files.find(({ path }) => path === PAGE)?.text ?? '';
  const fault = (message: string): Fault => ({ path: PAGE, line: 0, rule: 'refusal', message });
  const listed = [...page.matchAll(/^\|\s*`([A-Z][A-Z0-9_]+)`/gm)].map(
    (match) => match[1] as string,
  );
  return [
    ...codes
      .filter((code) => !tests.some(({ text }) => holds(text, code)))
      .map((code) => fault(`no test holds ${code}`)),
    ...codes.filter((code) => !holds(page, code)).map((code) => fault(`${code} is not explained`)),
    ...listed
      .filter((code) => !codes.includes(code))
      .map((code) => fault(`${code} is explained but does not exist`)),
  ];
}

function holds(text: string, code: string): boolean {
  return new RegExp(`\\b${code}\\b`).test(text);
}
