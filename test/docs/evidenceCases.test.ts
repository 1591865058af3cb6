/** Every row of docs/rules/evidence-cases.md names a test that is there. */
import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';

const page = readFileSync('docs/rules/evidence-cases.md', 'utf8');
const rows = [...page.matchAll(/^\| ([^|]+) \| [^|]+ \| `([^`]+)`: ([^|]+) \|$/gm)].map(
  ([, name, path, title]) => [name!.trim(), path!, title!.trim()] as const,
);

it('has the cases in rows that can be read', () => {
  expect(rows.length).toBeGreaterThan(20);
  const lines = page.split('\n').filter((line) => line.startsWith('| '));
  expect(rows).toHaveLength(lines.length - 1);
});

it.each(rows)('%s', (_, path, title) => {
  const escaped = title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  expect(readFileSync(path, 'utf8')).toMatch(new RegExp(`\\((?:\\s*)'${escaped}'`));
});
