/**
 * Paths of tiles and entry bundles (C2SP tlog-tiles): `tile/<level>/<index>[.p/<width>]` and
 * `tile/entries/<index>[.p/<width>]`. The index is written in groups of three digits, all but the
 * last marked with an x: 1234067 is `x001/x234/067`. One tile has one path.
 */
import { TILE_WIDTH } from './tile.js';

/** Which tile: a level of the tree, or the entries themselves. */
export interface TileName {
  readonly level: number | 'entries';
  readonly index: number;
  /** Hashes or entries in it: 256 when it is full, 1 to 255 when it is partial. */
  readonly width: number;
}

/** The highest level that the C2SP specification allows. */
const LEVEL_MAX = 63;

const PATH = /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** The path of a tile. Throws a RangeError when a number is out of its range. */
export function tilePath({ level, index, width }: TileName): string {
  if (level !== 'entries' && !isWhole(level, 0, LEVEL_MAX))
    throw new RangeError(`no level ${level}`);
  if (!isWhole(index, 0, Number.MAX_SAFE_INTEGER)) throw new RangeError(`no tile ${index}`);
  if (!isWhole(width, 1, TILE_WIDTH)) throw new RangeError(`no tile is ${width} wide`);
  const partial = width === TILE_WIDTH ? '' : `.p/${width}`;
  return `tile/${level}/${indexPath(index)}${partial}`;
}

/** The tile that `path` names, or undefined unless it is exactly what tilePath writes. */
export function parseTilePath(path: string): TileName | undefined {
  const match = PATH.exec(path);
  if (match === null) return undefined;
  const [, levelText, indexText, widthText] = match as unknown as [string, string, string, string?];
  const name: TileName = {
    level: levelText === 'entries' ? levelText : Number(levelText),
    index: Number(indexText.replaceAll(/[x/]/g, '')),
    width: widthText === undefined ? TILE_WIDTH : Number(widthText),
  };
  const inRange =
    name.index <= Number.MAX_SAFE_INTEGER &&
    name.width <= TILE_WIDTH &&
    (name.level === 'entries' || name.level <= LEVEL_MAX);
  // Writing it again finds leading `x000/` groups and a full tile marked as partial.
  return inRange && tilePath(name) === path ? name : undefined;
}

function indexPath(index: number): string {
  const groups: string[] = [];
  for (let rest = index; groups.length === 0 || rest > 0; rest = Math.floor(rest / 1000)) {
    groups.unshift(String(rest % 1000).padStart(3, '0'));
  }
  return groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
}

function isWhole(value: number, min: number, max: number): boolean {
  return Number.isSafeInteger(value) && value >= min && value <= max;
}
