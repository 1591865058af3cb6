/** A page of an origin of its own that has loaded the bundled client as `window.ledger`. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser'];

/** How the suites start Chromium; CHROMIUM names the executable if it is not in /usr/bin. */
export const CHROMIUM = {
  executablePath: process.env.CHROMIUM ?? INSTALLED.find((path) => existsSync(path)),
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

/** Serves the client and an empty page; the origin, and how to end it. */
export async function servePage(client) {
  const server = createServer((request, response) => {
    const isScript = request.url === '/client.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? client : '<!doctype html><title>client</title>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}

/** A page of that origin. */
export async function openClientPage(browser, origin) {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(`page: ${error.message}`));
  await page.goto(origin);
  await page.evaluate(async () => {
    window.ledger = await import('/client.js');
  });
  return page;
}
