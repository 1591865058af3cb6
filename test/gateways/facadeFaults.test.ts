/** docs/facades.md lists the faults that the facades send. */
import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { FACADE_FAULTS } from '../../src/gateways/facades/facadeFault.js';

it('lists every fault with its status and meaning, and no other', () => {
  const page = readFileSync('docs/facades.md', 'utf8');
  const rows = [...page.matchAll(/^\| `([A-Z_]+)` \| (\d{3}) \| (.+) \|$/gm)];
  const listed = rows.map(([, code, status, meaning]) => [code, Number(status), meaning]);
  const table = Object.entries(FACADE_FAULTS);
  expect(listed).toEqual(table.map(([code, { status, meaning }]) => [code, status, meaning]));
});
