/**
 * A certificate on paper: the text that a scanner read from its codes, checked with the file and
 * the log's key by the same verifier as on the command line.
 */
import { PAPER_CHECKS } from '../../dist/client/paper/paperSentences.js';
import { verifyPaper } from '../../dist/client/paper/verifyPaper.js';
import { parseVerifierKey } from '../../dist/ledger/verifierKey.js';
import { byId, element, mark } from './elements.mjs';

/** The report; undefined as long as there is no scan, or no key to trust. */
export async function paperReport(contentAtHand) {
  const key = parseVerifierKey(byId('log-key').value.trim());
  const scan = byId('scan').value;
  if (scan.trim() === '' || key === undefined) return undefined;
  const ledger = byId('ledger').value.trim().toLowerCase();
  const trust = { origin: key.origin, keys: [key.key], ledger: ledger === '' ? undefined : ledger };
  return verifyPaper(scan, trust, await contentAtHand());
}

function lineRow({ check, status, zh, en }) {
  const name = PAPER_CHECKS[check];
  return element(
    'tr',
    '',
    element('td', 'code', check),
    element('td', 'name', element('p', '', name.zh), element('p', 'en', name.en)),
    element('td', '', element('p', '', zh), element('p', 'en', en)),
    element('td', 'verdict', mark(status)),
  );
}

/** Shows the report below the codes. */
export async function showPaper(contentAtHand) {
  const target = byId('paper-report');
  const found = await paperReport(contentAtHand);
  target.hidden = found === undefined;
  if (found === undefined) return;
  const { lines, limits } = found;
  const table = element('table', 'lines', ...lines.map(lineRow));
  target.replaceChildren(table, element('p', 'note', limits.zh), element('p', 'en', limits.en));
}
