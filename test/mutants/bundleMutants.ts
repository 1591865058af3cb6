/**
 * Mutants of proof bundles: the container damaged in any place, its headers forged field by field,
 * and what a forger does who makes container and manifest fit: files and fields of files changed,
 * left out, exchanged, renamed, added.
 */
import { writeZip, type ZipFile } from '../../src/client/bundle/zip.js';
import { concatBytes, equalBytes, utf8 } from '../../src/crypto/bytes.js';
import type { JsonValue } from '../../src/crypto/canonicalJson.js';
import { filesOf, forged } from '../client/verifier/reports.js';
import type { SeededRandom } from '../support/live/seededRandom.js';
import {
  addedRefusals,
  fileRefusals,
  missingRefusals,
  ofManifest,
  SALT_REFUSALS,
} from './bundleRefusals.js';
import { damaged } from './damage.js';
import { canonicalText, valueOfLine, withOtherField } from './jsonDamage.js';
import { type Mutant, type Sample, standing } from './mutant.js';

type Making = (random: SeededRandom, sample: Sample) => Mutant;

/** Damage of any kind, the deeper ones more often. */
export function bundleMutant(random: SeededRandom, sample: Sample): Mutant {
  const makings: readonly Making[] = [
    damagedContainer,
    damagedContainer,
    forgedHeader,
    forgedManifest,
    forgedManifest,
    damagedFile,
    damagedFile,
    changedField,
    changedField,
    changedField,
    changedField,
    missingFile,
    exchangedFiles,
    renamedStep,
    addedFile,
  ];
  return random.pick(makings)(random, sample);
}

const LOCAL_BYTES = 30;

/** Bytes of the whole container, wherever they are. */
function damagedContainer(random: SeededRandom, { bytes: sound }: Sample): Mutant {
  const { bytes, at, inPlace } = damaged(random, sound);
  const file = filesOf(sound).find((each) => holds(each, sound, at));
  if (!inPlace || file === undefined) {
    const what = inPlace ? 'container: a header damaged' : 'container: bytes lost or added';
    return { what, bytes, refusals: CONTAINER_FAULTS };
  }
  return {
    what: 'container: a file damaged, its checksum left',
    bytes,
    refusals: [`A2 FILE_CHANGED ${file.path}`, ...ofManifest(file.path, ['MANIFEST'])],
  };
}

/** Files are views into the container, so that their places are theirs. */
function holds({ bytes }: ZipFile, container: Uint8Array, at: number): boolean {
  const start = bytes.byteOffset - container.byteOffset;
  return at >= start && at < start + bytes.length;
}

const inContainer = (...codes: readonly string[]): readonly string[] =>
  codes.map((code) => `A1 CONTAINER_FAULT ${code}`);

const CONTAINER_FAULTS = inContainer(
  'ZIP_TRUNCATED',
  'ZIP_LEADING',
  'ZIP_METHOD',
  'ZIP_NAME',
  'ZIP_ORDER',
  'ZIP_HEADER',
  'ZIP_TRAILING',
  'ZIP_SIZE',
);

/** Fields of a file’s own header: offset, length, and what another value in it is. */
const HEADER_FIELDS: readonly (readonly [
  name: string,
  offset: number,
  length: number,
  codes: readonly string[],
])[] = [
  ['version', 4, 2, ['ZIP_HEADER']],
  ['flags: encrypted, or of unstated length', 6, 2, ['ZIP_METHOD']],
  ['method: compressed', 8, 2, ['ZIP_METHOD']],
  ['time', 10, 2, ['ZIP_HEADER']],
  ['date', 12, 2, ['ZIP_HEADER']],
  ['checksum', 14, 4, ['ZIP_HEADER']],
  ['packed size', 18, 4, ['ZIP_METHOD']],
  ['size', 22, 4, ['ZIP_METHOD']],
  ['extra field', 28, 2, ['ZIP_HEADER']],
  ['name', 30, 1, ['ZIP_NAME', 'ZIP_ORDER', 'ZIP_HEADER']],
];

function forgedHeader(random: SeededRandom, { bytes: sound }: Sample): Mutant {
  const file = random.pick(filesOf(sound));
  const start = file.bytes.byteOffset - sound.byteOffset - LOCAL_BYTES - utf8(file.path).length;
  if (random.below(4) === 0) return hostileContainer(random, sound);
  const [name, offset, length, codes] = random.pick(HEADER_FIELDS);
  const bytes = sound.slice();
  const at = start + offset + random.below(length);
  bytes[at] = (bytes[at] as number) ^ (1 << random.below(8));
  return { what: `header: ${name}`, bytes, refusals: inContainer(...codes) };
}

/** Paths of the same length as a sound one, so that nothing else in the container changes. */
const HOSTILE_PATHS = ['../../../../x', '/etc/passwd12', 'C:\\windows\\x', 'plain/../../x'];

/** Containers that unpackers have been fooled with. */
function hostileContainer(random: SeededRandom, sound: Uint8Array): Mutant {
  const trailing = concatBytes(sound, random.bytes(1 + random.below(64)));
  const leading = concatBytes(random.bytes(1 + random.below(64)), sound);
  const kind = random.below(4);
  if (kind === 0) return containerOf('bytes behind it', trailing, ['ZIP_TRAILING']);
  if (kind === 1) return containerOf('bytes before it', leading, ['ZIP_LEADING']);
  const stand = random.pick(HOSTILE_PATHS);
  const placeholder = `a${'b'.repeat(stand.length - 1)}`;
  const file = { path: placeholder, bytes: utf8('x') };
  const written = writeZip([...filesOf(sound), file]);
  if (kind === 2) {
    const bytes = replaced(written, utf8(placeholder), utf8(stand));
    return containerOf(`a file called ${stand}`, bytes, ['ZIP_NAME']);
  }
  const [next, other] = [`a${'b'.repeat(stand.length - 2)}c`, 'a'.repeat(stand.length)];
  const two = writeZip([...filesOf(sound), file, { ...file, path: next }]);
  const isTwice = random.below(2) === 0;
  const bytes = replaced(two, utf8(next), utf8(isTwice ? placeholder : other));
  return containerOf(isTwice ? 'a name twice' : 'names out of order', bytes, ['ZIP_ORDER']);
}

function containerOf(what: string, bytes: Uint8Array, codes: readonly string[]): Mutant {
  return { what: `container: ${what}`, bytes, refusals: inContainer(...codes) };
}

/** Every `from` in the bytes replaced by `to`, which is as long. */
function replaced(bytes: Uint8Array, from: Uint8Array, to: Uint8Array): Uint8Array {
  const copy = Buffer.from(bytes);
  for (let at = copy.indexOf(from); at !== -1; at = copy.indexOf(from, at + 1)) copy.set(to, at);
  return new Uint8Array(copy);
}

const MANIFEST = 'manifest.json';

/** A field of the manifest, under checksums that fit. */
function forgedManifest(random: SeededRandom, { bytes: sound }: Sample): Mutant {
  const files = filesOf(sound);
  const manifest = files.find(({ path }) => path === MANIFEST) as ZipFile;
  const before = valueOfLine(manifest.bytes) as JsonValue;
  const after = differing(before, () => withOtherField(random, before));
  const bytes = writeZip(
    files.map((file) => (file === manifest ? { ...file, bytes: lineOf(after) } : file)),
  );
  return { what: 'manifest: a field', bytes, refusals: ofManifest.fields(before, after) };
}

function lineOf(value: JsonValue): Uint8Array {
  return utf8(`${canonicalText(value)}\n`);
}

/** The first of the tries that is another value. */
function differing(before: JsonValue, attempt: () => JsonValue): JsonValue {
  for (;;) {
    const after = attempt();
    if (canonicalText(after) !== canonicalText(before)) return after;
  }
}

/** Any file but the manifest, which the forger makes fit. */
function pickFile(random: SeededRandom, sound: Uint8Array, of = ''): ZipFile {
  const files = filesOf(sound).filter(({ path }) => path !== MANIFEST && path.startsWith(of));
  return random.pick(files);
}

function folderOf(path: string): string {
  return path.includes('/') ? (path.split('/')[0] as string) : path;
}

/** The bundle with other bytes in one file. */
function withFile(sound: Uint8Array, path: string, bytes: Uint8Array): Uint8Array {
  return forged(sound, (files) =>
    files.map((file) => (file.path === path ? { path, bytes } : file)),
  );
}

function damagedFile(random: SeededRandom, { bytes: sound }: Sample): Mutant {
  const { path, bytes: before } = pickFile(random, sound);
  const { bytes: after } = damagedUntilOther(random, before);
  return {
    what: `file damaged: ${folderOf(path)}`,
    bytes: withFile(sound, path, after),
    ...standing(fileRefusals(sound, path, after)),
  };
}

function damagedUntilOther(random: SeededRandom, before: Uint8Array) {
  for (;;) {
    const attempt = damaged(random, before);
    if (!equalBytes(attempt.bytes, before)) return attempt;
  }
}

/** Files of JSON whose fields are changed one at a time. */
const FIELDS = ['steps/', 'item/receipt.json', 'head/', 'proof/', 'genesis.json', 'content/salt'];

function changedField(random: SeededRandom, { bytes: sound }: Sample): Mutant {
  const candidates = filesOf(sound).filter(
    ({ path, bytes }) =>
      FIELDS.some((start) => path.startsWith(start)) && valueIn(path, bytes) !== undefined,
  );
  // By folder first, or the many steps would leave little for the rest.
  const folder = folderOf(random.pick([...new Set(candidates.map(({ path }) => folderOf(path)))]));
  const file = random.pick(candidates.filter(({ path }) => folderOf(path) === folder));
  const before = valueIn(file.path, file.bytes) as JsonValue;
  const after = differing(before, () => withOtherField(random, before));
  const text = `${canonicalText(after)}${isBare(file.path) ? '' : '\n'}`;
  return {
    what: `field: ${folderOf(file.path)}`,
    bytes: withFile(sound, file.path, utf8(text)),
    ...standing(fileRefusals(sound, file.path, utf8(text))),
  };
}

/** Texts that the log itself has, without a newline. */
function isBare(path: string): boolean {
  return path === 'genesis.json' || path === 'head/header.json';
}

function valueIn(path: string, bytes: Uint8Array): JsonValue | undefined {
  return valueOfLine(isBare(path) ? concatBytes(bytes, utf8('\n')) : bytes);
}

function missingFile(random: SeededRandom, { bytes: sound }: Sample): Mutant {
  const { path } = pickFile(random, sound);
  return {
    what: `file left out: ${folderOf(path)}`,
    bytes: forged(sound, (files) => files.filter((file) => file.path !== path)),
    refusals: missingRefusals(path),
  };
}

function exchangedFiles(random: SeededRandom, { bytes: sound }: Sample): Mutant {
  const one = pickFile(random, sound);
  const other = random.below(2) === 0 ? pickFile(random, sound, folderOf(one.path)) : undefined;
  const two = other ?? pickFile(random, sound);
  if (equalBytes(one.bytes, two.bytes)) return missingFile(random, { bytes: sound } as Sample);
  const bytes = forged(sound, (files) =>
    files.map((file) => {
      if (file.path === one.path) return { ...file, bytes: two.bytes };
      return file.path === two.path ? { ...file, bytes: one.bytes } : file;
    }),
  );
  return {
    what: 'two files exchanged',
    bytes,
    // Where one is the genesis document or the head, nobody gets as far as the other.
    refusals: [
      ...fileRefusals(sound, one.path, two.bytes, { isMoved: true }),
      ...fileRefusals(sound, two.path, one.bytes, { isMoved: true }),
    ],
  };
}

/** A step under the position of another place in the log. */
function renamedStep(random: SeededRandom, sample: Sample): Mutant {
  const { bytes: sound } = sample;
  const steps = filesOf(sound).filter(({ path }) => path.startsWith('steps/'));
  if (steps.length === 0) return missingFile(random, sample);
  const step = random.pick(steps);
  const path = `steps/9${step.path.slice('steps/9'.length)}`;
  const isCopy = random.below(2) === 0;
  const bytes = forged(sound, (files) => [
    ...files.filter((file) => isCopy || file !== step),
    { ...step, path },
  ]);
  const what = isCopy ? 'a step twice' : 'a step renamed';
  return { what, bytes, refusals: [`A1 STEP_MISPLACED ${path}`] };
}

/** A file that no check would look at, as a stowaway. */
const ADDED = ['acts/ruling.pdf', 'READ-ME.txt', 'content/other.png', 'head/note.txt', 'x.html'];

function addedFile(random: SeededRandom, { bytes: sound }: Sample): Mutant {
  if (random.below(4) === 0) return addedToContent(random, sound);
  const path = random.pick(ADDED);
  const role = random.pick(['header', 'genesis', 'checkpoint', 'content', 'view', 'salt', 'none']);
  const file = { path, bytes: random.bytes(1 + random.below(40)) };
  const bytes =
    role === 'none'
      ? writeZip([...filesOf(sound), file])
      : forged(sound, (files) => [...files, file], { [path]: role as 'view' });
  const what = role === 'none' ? 'file added: not listed' : 'file added: listed';
  return { what, bytes, refusals: addedRefusals(path, role) };
}

/** The content once more under another ending, or a salt where there is another one, or none. */
function addedToContent(random: SeededRandom, sound: Uint8Array): Mutant {
  const content = filesOf(sound).find(({ path }) => path.startsWith('content/content.'));
  if (random.below(2) === 0) {
    const path = 'content/content.zz';
    const file = { path, bytes: (content as ZipFile).bytes };
    const bytes = forged(sound, (files) => [...files, file], { [path]: 'content' });
    return { what: 'content twice', bytes, refusals: [`A1 FILE_EXTRA ${path}`] };
  }
  const path = 'content/salt.json';
  const salt = {
    algorithms: ['sha-256', 'sm3'],
    salt: Buffer.from(random.bytes(32)).toString('hex'),
  };
  const file = { path, bytes: random.below(4) === 0 ? random.bytes(20) : lineOf(salt) };
  const bytes = forged(sound, (files) => [...files.filter((each) => each.path !== path), file], {
    [path]: 'salt',
  });
  return { what: 'another salt', bytes, refusals: SALT_REFUSALS };
}
