/**
 * CometBFT with a clock that can be set for one process: Go programs ask the kernel directly, so
 * that no preloaded library reaches them. The pinned release is built from a copy of its module in
 * which consensus adds `shift()` (shift.go) wherever it reads the clock. Nothing else differs, and
 * without the file that `shift` reads nothing does.
 */
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Missing, needOf } from '../machineNeed.js';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
const SHIFT = fileURLToPath(new URL('shift.go', import.meta.url));
const BUILT = join(PROJECT, '.cometbft', 'shifted', 'cometbft');
const MODULE = 'github.com/cometbft/cometbft';

/** A piece of CometBFT's source, and what stands there instead. */
interface Change {
  readonly file: string;
  readonly pieces: readonly (readonly [before: string, after: string])[];
}

/** Where consensus reads the clock: what it signs and proposes, and what it lets pass. */
const CHANGES: readonly Change[] = [
  {
    file: 'types/time/time.go',
    pieces: [['Canonical(time.Now())', 'Canonical(time.Now().Add(shift()))']],
  },
  {
    file: 'state/validation.go',
    pieces: [
      ['"time"', `"time"\n\n\tcmttime "${MODULE}/types/time"`],
      ['time.Now()', 'cmttime.Now()'],
    ],
  },
];

/** The program's path, or why it cannot be built on this machine. */
export function shiftedCometBft(): string | Missing {
  return needOf(() => {
    if (!existsSync(BUILT)) build();
    return BUILT;
  });
}

function build(): void {
  const work = mkdtempSync(join(tmpdir(), 'civic-clock-'));
  try {
    const source = join(work, 'cometbft');
    cpSync(moduleFolder(), source, { recursive: true });
    // The module cache is read-only, and so are its copies.
    execFileSync('chmod', ['-R', 'u+w', source]);
    for (const { file, pieces } of CHANGES) change(join(source, file), pieces);
    copyFileSync(SHIFT, join(source, 'types', 'time', 'shift.go'));
    mkdirSync(dirname(BUILT), { recursive: true });
    go(['build', '-o', BUILT, './cmd/cometbft'], source);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The release that scripts/install-cometbft names, as the module cache has it. */
function moduleFolder(): string {
  const script = readFileSync(join(PROJECT, 'scripts', 'install-cometbft'), 'utf8');
  const version = /^version=(\S+)$/m.exec(script)?.[1];
  const found = go(['mod', 'download', '-json', `${MODULE}@${version}`], PROJECT);
  return (JSON.parse(found) as { readonly Dir: string }).Dir;
}

function change(path: string, pieces: Change['pieces']): void {
  writeFileSync(path, pieces.reduce(withPiece, readFileSync(path, 'utf8')));
}

function withPiece(text: string, [before, after]: readonly [string, string]): string {
  if (!text.includes(before)) throw new Error(`CometBFT's source has no ${before} any more`);
  return text.replaceAll(before, after);
}

function go(args: readonly string[], directory: string): string {
  return execFileSync('go', args, { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] }).toString();
}
