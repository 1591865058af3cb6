/** The programs that a reader of certificates has: poppler, qpdf, zbar, NSS, ImageMagick. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder for files of one suite. */
export function workFolder(): string {
  return mkdtempSync(join(tmpdir(), 'certificate-'));
}

/** What a program prints. Throws when it fails. */
export function run(program: string, ...args: readonly string[]): string {
  return execFileSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 2 ** 26,
  });
}

/** What pdfsig says of a file, under the roots of an NSS database when one is given. */
export function pdfsig(file: string, database?: string): string {
  const nss = database === undefined ? [] : ['-nssdir', database];
  const { stdout, stderr } = spawnSync('pdfsig', [...nss, file], { encoding: 'utf8' });
  return stdout + stderr;
}

/** An NSS database that trusts a root (DER) for signatures. */
export function nssDatabase(folder: string, root: Uint8Array): string {
  const path = join(folder, 'root.der');
  writeFileSync(path, root);
  const database = join(folder, 'nss');
  run('mkdir', '-p', database);
  run('certutil', '-N', '-d', database, '--empty-password');
  run('certutil', '-A', '-d', database, '-n', 'certifier', '-t', 'C,C,C', '-i', path);
  return database;
}

/** What zbarimg reads from a page printed at a resolution, scanned through `convert` options. */
export function scanPage(
  pdf: string,
  page: number,
  how: { readonly dpi: number; readonly distort?: readonly string[] },
): string {
  const image = `${pdf}-${page}-${how.dpi}`;
  const only = ['-f', `${page}`, '-l', `${page}`];
  run('pdftoppm', '-gray', '-r', `${how.dpi}`, ...only, '-singlefile', pdf, image);
  const scanned = `${image}-scanned.pgm`;
  run('convert', `${image}.pgm`, ...(how.distort ?? []), scanned);
  return spawnSync('zbarimg', ['--raw', '-q', '-Sdisable', '-Sqrcode.enable', scanned], {
    encoding: 'utf8',
  }).stdout;
}

/** What zbarimg reads from all pages of a file, printed at 200 dpi. */
export function scanPages(pdf: string): string {
  const pages = Number(/Pages: +(\d+)/.exec(run('pdfinfo', pdf))?.[1]);
  const scans = Array.from({ length: pages }, (_, index) => scanPage(pdf, index + 1, { dpi: 200 }));
  return scans.join('');
}
