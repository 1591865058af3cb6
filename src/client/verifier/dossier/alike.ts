/** Findings about a hundred thousand things on one page: a few of each kind, and how many more. */
import { type Finding, notChecked } from '../finding.js';

/** Findings of one status and sentence that are listed. */
const LISTED_MAX = 3;

/** The first few of each kind in their order, each kind followed by the number of the others. */
export function fewOfEach(findings: readonly Finding[]): readonly Finding[] {
  const kinds = new Map<string, Finding[]>();
  for (const finding of findings) {
    const kind = `${finding.status} ${finding.sentence}`;
    const own = kinds.get(kind) ?? [];
    own.push(finding);
    kinds.set(kind, own);
  }
  return [...kinds.values()].flatMap((own) => {
    const more = own.length - LISTED_MAX;
    const [first] = own as [Finding, ...Finding[]];
    if (more <= 0) return own;
    const rest = { ...notChecked('ALIKE_MORE', { count: more }), status: first.status };
    return [...own.slice(0, LISTED_MAX), rest];
  });
}
