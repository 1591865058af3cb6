/**
 * The page that a judge reads: takes a bundle, a content and what the reader trusts, and shows the
 * report of the same verifier that the command line runs. Text only ever becomes text nodes;
 * nothing of a bundle is rendered, opened or followed.
 */
import { fromHex, toHex, utf8 } from '../../dist/crypto/bytes.js';
import { sha256 } from '../../dist/crypto/sha256.js';
import { toBase64 } from '../../dist/ledger/base64.js';
import { certificatesFromPem } from '../../dist/timestamp/pem.js';
import { CHECKS, SECTIONS } from '../../dist/client/verifier/checks.js';
import { allDigests } from '../../dist/client/verifier/content.js';
import { verifyBundle } from '../../dist/client/verifier/verifyBundle.js';
import { PAGE_PARTS } from 'page-parts';
import { byId, element, mark } from './elements.mjs';
import { paperReport, showPaper } from './paper.mjs';

/** The bytes of this page as its file has them: what the build wrote around this very script. */
function pageBytes() {
  const script = document.querySelector('script').textContent;
  const hash = toBase64(sha256(utf8(script)));
  const [before, after] = PAGE_PARTS;
  return utf8(before.replace('@SCRIPT_' + 'HASH@', hash) + script + after);
}

const bytesOf = async (file) => new Uint8Array(await file.arrayBuffer());

async function rootsOf(files) {
  const texts = await Promise.all([...files].map((file) => file.text()));
  return texts.flatMap((text) => certificatesFromPem(text) ?? []);
}

async function saltOf(file) {
  if (file === undefined) return undefined;
  const { salt } = JSON.parse(await file.text());
  fromHex(salt);
  return salt;
}

const dropped = {};

/** The digests of the content in the form, with the salt; undefined when there is none. */
async function contentAtHand() {
  const content = dropped.content ?? byId('content').files[0];
  if (content === undefined) return undefined;
  const salt = await saltOf(byId('salt').files[0]);
  return { digests: allDigests(await bytesOf(content)), salt };
}

/** The report for what is in the form now; also what tests ask for. */
async function report() {
  const bundle = dropped.bundle ?? byId('bundle').files[0];
  if (bundle === undefined) return undefined;
  const ledger = byId('ledger').value.trim().toLowerCase();
  return verifyBundle(await bytesOf(bundle), {
    trust: { ledger, roots: await rootsOf(byId('roots').files) },
    content: await contentAtHand(),
  });
}

function factsTable(found) {
  const { notBefore, notAfter } = found.interval;
  const rows = [
    found.dossier === undefined
      ? ['证据编号 Item', found.item ?? '—']
      : ['案卷编号 Dossier', found.dossier.id],
    ['所信任账本 Trusted ledger', byId('ledger').value.trim() || '—'],
    ['不早于 Not before', notBefore ?? '未证明 not proven'],
    ['不晚于 Not after', notAfter ?? '未证明 not proven'],
  ].map(([name, value]) => element('tr', '', element('th', '', name), element('td', '', value)));
  return element('table', 'facts', ...rows);
}

function lineRow({ check, status, article, findings }) {
  const { zh, en } = CHECKS[check];
  const sentences = findings.flatMap((finding) => [
    element('p', '', finding.zh),
    element('p', 'en', finding.en),
  ]);
  return element(
    'tr',
    '',
    element('td', 'code', check),
    element('td', 'name', element('p', '', zh, element('br', ''), element('span', 'en', en))),
    element('td', '', ...sentences, element('p', 'article', `依据 ${article}`)),
    element('td', 'verdict', mark(status)),
  );
}

function sectionBlock({ section, status, lines }) {
  const { zh, en } = SECTIONS[section];
  const title = element('h2', '', `${section}  ${zh}`, element('span', 'en', en));
  const table = element('table', 'lines', ...lines.map(lineRow));
  return element('section', '', element('div', '', title, mark(status)), table);
}

async function show() {
  const target = byId('report');
  byId('state').textContent = '核验中… Verifying…';
  try {
    const found = await report();
    if (found === undefined) return (byId('state').textContent = '');
    const conclusions = found.conclusions.map(({ zh, en }) =>
      element('div', 'conclusion', element('p', '', zh), element('p', 'en', en)),
    );
    target.replaceChildren(factsTable(found), ...conclusions, ...found.sections.map(sectionBlock));
    target.hidden = false;
    byId('state').textContent = '';
  } catch (error) {
    target.hidden = true;
    byId('state').textContent = `无法读取所选文件 Cannot read the chosen files: ${error.message}`;
  }
  return undefined;
}

/** The first zip that is dropped is the bundle, anything else the content. */
function drop(event) {
  event.preventDefault();
  byId('drop').classList.remove('over');
  for (const file of event.dataTransfer.files) {
    dropped[file.name.endsWith('.zip') ? 'bundle' : 'content'] = file;
  }
  const names = Object.values(dropped).map(({ name }) => name);
  byId('drop').textContent = names.join(' · ');
  void show();
  void showPaper(contentAtHand);
}

byId('inputs').addEventListener('submit', (event) => event.preventDefault());
byId('inputs').addEventListener('change', ({ target }) => {
  delete dropped[target.id];
  void show();
  void showPaper(contentAtHand);
});
byId('paper').addEventListener('input', () => void showPaper(contentAtHand));
document.addEventListener('dragover', (event) => {
  event.preventDefault();
  byId('drop').classList.add('over');
});
document.addEventListener('drop', drop);
byId('digest').textContent = toHex(sha256(pageBytes()));
globalThis.evidenceReport = report;
globalThis.paperReport = () => paperReport(contentAtHand);
