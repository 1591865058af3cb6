/**
 * A stand-in for the shop that shows somebody else's film: one page and one video file on this
 * machine, so that the other examples have something to capture.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

const PAGE = `<!doctype html><meta charset="utf-8"><title>Films, cheap 电影特价</title>
<h1>The whole film, 9.90 元</h1><video controls src="/clip.mp4"></video>`;

/** 256 KiB that begin as an MP4 file does (ISO/IEC 14496-12: `ftyp`, then `mdat`). */
function clip() {
  const body = Buffer.concat(
    Array.from({ length: 8_192 }, (_, frame) => createHash('sha256').update(`${frame}`).digest()),
  );
  return Buffer.concat([box('ftyp', Buffer.from('isom\0\0\x02\0isommp41')), box('mdat', body)]);
}

function box(type, content) {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(8 + content.length);
  return Buffer.concat([length, Buffer.from(type), content]);
}

/** Opens the shop on a free port of this machine. */
export async function openShop() {
  const pages = { '/': ['text/html; charset=utf-8', PAGE], '/clip.mp4': ['video/mp4', clip()] };
  const server = createServer(({ url }, response) => {
    const [type, content] = pages[url] ?? ['text/plain', 'nothing here'];
    response.writeHead(url in pages ? 200 : 404, { 'content-type': type });
    response.end(content);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${server.address().port}/`, close };
}
