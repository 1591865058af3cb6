/**
 * The figures between two markers of a Markdown page: a line for each run, which says what was
 * asked in it, and one table. What is asked again replaces its own rows and nothing else, so every
 * row stays beside the run that it comes from.
 */

/** What was asked under one name, `batches` for example. */
export interface Asked {
  /** Machine, commit, day and raw verify rate, in one line. */
  readonly run: string;
  /** Rows of the table, after the first cell; at least one. */
  readonly rows: readonly string[];
}

/** By the name after `--only`. */
export type AskedByName = ReadonlyMap<string, Asked>;

/** The page has no markers, or between them what this program has not written. */
export class PageUnusable extends Error {}

const MARKERS = ['<!-- bench -->', '<!-- /bench -->'] as const;
const HEADER =
  '| `--only` | question | figure | of the raw rate | bar |\n|---|---|---:|---:|---|\n';
const RUN = /^- (?<names>`[a-z]+`(?:, `[a-z]+`)*): (?<run>.+)$/;
const ROW = /^\| `(?<name>[a-z]+)` \| (?<row>.+)$/;
const HEADING = /^\|(?: `--only` \|.*|-.*)$/;

/** What stands between the markers of `page`. Throws PageUnusable. */
export function readPage(page: string): AskedByName {
  const runs = new Map<string, string>();
  const rows = new Map<string, string[]>();
  for (const line of insideOf(page).split('\n')) {
    const { names, run = '' } = RUN.exec(line)?.groups ?? {};
    const { name, row = '' } = ROW.exec(line)?.groups ?? {};
    if (names !== undefined) {
      for (const quoted of names.split(', ')) runs.set(quoted.slice(1, -1), run);
    } else if (name !== undefined) rows.set(name, [...(rows.get(name) ?? []), row]);
    else if (line !== '' && !HEADING.test(line)) {
      throw new PageUnusable(`no run and no row of figures: "${line}"`);
    }
  }
  const asked = [...rows].map(
    ([name, own]) => [name, { run: runOf(name, runs), rows: own }] as const,
  );
  return new Map(asked);
}

function runOf(name: string, runs: ReadonlyMap<string, string>): string {
  const run = runs.get(name);
  if (run === undefined) throw new PageUnusable(`rows of ${name}, and no run that they are from`);
  return run;
}

/** `page` with `asked` in the place of what was asked under the same names. Throws PageUnusable. */
export function withFigures(page: string, asked: AskedByName, order: readonly string[]): string {
  const all = new Map([...readPage(page), ...asked]);
  const [before] = page.split(MARKERS[0]) as [string];
  const after = page.slice(page.indexOf(MARKERS[1]));
  return `${before}${MARKERS[0]}\n${figuresText(all, order)}${after}`;
}

/** The runs and the table, in the order of the names in `order`; names that it lacks come last. */
export function figuresText(asked: AskedByName, order: readonly string[]): string {
  const names = [...new Set([...order, ...asked.keys()])].filter((name) => asked.has(name));
  const runs = new Map<string, string[]>();
  for (const name of names) {
    const { run } = asked.get(name) as Asked;
    runs.set(run, [...(runs.get(run) ?? []), `\`${name}\``]);
  }
  const lines = [...runs].map(([run, quoted]) => `- ${quoted.join(', ')}: ${run}\n`);
  const rows = names.flatMap((name) =>
    (asked.get(name) as Asked).rows.map((row) => `| \`${name}\` | ${row}\n`),
  );
  return `${lines.join('')}\n${HEADER}${rows.join('')}`;
}

function insideOf(page: string): string {
  const [start, end] = MARKERS.map((marker) => page.indexOf(marker)) as [number, number];
  if (start === -1 || end < start) throw new PageUnusable(`it has no ${MARKERS.join(' … ')}`);
  return page.slice(start + MARKERS[0].length, end);
}
