/**
 * A capture tool: looks at its own surroundings, then fetches a page and the video in it, with
 * every exchange in a log, and draws the page. It is on the ledger by the digest of this very file,
 * so that another build cannot capture in its name.
 */
import { lookup } from 'node:dns/promises';
import { readdirSync, readFileSync } from 'node:fs';

const CLOCK_OFFSET_MAX_MS = 5_000;
const MEDDLERS = /mitmproxy|fiddler|charles|burpsuite/i;

/**
 * The six checks of an environment, each with what was seen. A tool of an authority measures more:
 * names against a second resolver, the system against its installation.
 */
export async function checkEnvironment(page) {
  const { hostname } = new URL(page);
  const seen = {
    hostsFile: !namesInHostsFile().includes(hostname),
    proxy: process.env.NODE_USE_ENV_PROXY === undefined,
    dns: (await lookup(hostname)).address !== '',
    clockOffset: (await clockOffsetMs(page)) <= CLOCK_OFFSET_MAX_MS,
    processList: !processNames().some((name) => MEDDLERS.test(name)),
    deviceIntegrity: process.execArgv.length === 0 && process.env.NODE_OPTIONS === undefined,
  };
  const results = Object.entries(seen).map(([check, ok]) => [check, ok ? 'pass' : 'fail']);
  const checks = Object.fromEntries(results);
  const report = JSON.stringify({ page, node: process.version, system: process.platform, checks });
  return { checks, report };
}

async function clockOffsetMs(page) {
  const { headers } = await fetch(page, { method: 'HEAD' });
  return Math.abs(Date.now() - Date.parse(headers.get('date')));
}

function namesInHostsFile() {
  const lines = readFileSync('/etc/hosts', 'utf8').split('\n');
  return lines.flatMap((line) => line.replace(/#.*/, '').trim().split(/\s+/).slice(1));
}

/** Names of the processes that can be seen (Linux). */
function processNames() {
  return readdirSync('/proc').flatMap((id) => {
    if (!/^\d+$/.test(id)) return [];
    try {
      return [readFileSync(`/proc/${id}/comm`, 'utf8')];
    } catch {
      return []; // It ended meanwhile.
    }
  });
}

/** The page's picture and source, the video that it shows, and the log of all (HAR 1.2). */
export async function capturePage(page) {
  const exchanges = [];
  const source = await fetchLogged(page, exchanges);
  const [, path] = /<video[^>]* src="([^"]+)"/.exec(new TextDecoder().decode(source)) ?? [];
  if (path === undefined) throw new Error(`${page} shows no video`);
  const video = await fetchLogged(new URL(path, page).href, exchanges);
  const creator = { name: 'captureTool.mjs', version: '1' };
  const log = JSON.stringify({ log: { version: '1.2', creator, entries: exchanges } });
  const picture = new TextEncoder().encode(drawn(new TextDecoder().decode(source), page));
  return [
    { name: 'page.svg', role: 'page-image', bytes: picture },
    { name: 'page.html', role: 'page-source', bytes: source },
    { name: 'network.har', role: 'network-log', bytes: new TextEncoder().encode(log) },
    { name: 'clip.mp4', role: 'video', bytes: video },
  ];
}

/** The page's texts in their order, as lines of a picture; a tool of an authority has a browser. */
function drawn(source, page) {
  const texts = source.split(/<[^>]*>/).map((text) => text.trim());
  const lines = [page, ...texts].filter((text) => text !== '');
  const rows = lines.map((text, row) => `<text x="16" y="${32 + 24 * row}">${text}</text>`);
  const size = `width="640" height="${48 + 24 * lines.length}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-size="16">${rows.join('')}</svg>`;
}

async function fetchLogged(url, exchanges) {
  const startedDateTime = new Date().toISOString();
  const started = performance.now();
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const time = Math.round(performance.now() - started);
  const headers = [...response.headers].map(([name, value]) => ({ name, value }));
  const content = { size: bytes.length, mimeType: response.headers.get('content-type') };
  const answer = { status: response.status, headers, content };
  exchanges.push({ startedDateTime, time, request: { method: 'GET', url }, response: answer });
  return bytes;
}
