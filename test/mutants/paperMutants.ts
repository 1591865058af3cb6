/**
 * Mutants of what a scanner reads from a certificate on paper: letters of both codes, lines of the
 * proof, fields of the record under its own compression.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { fromBase45, toBase45 } from '../../src/client/paper/base45.js';
import { utf8 } from '../../src/crypto/bytes.js';
import type { JsonValue } from '../../src/crypto/canonicalJson.js';
import type { SeededRandom } from '../support/live/seededRandom.js';
import { withOtherLetter } from './damage.js';
import { canonicalText, fieldChanges, withOtherField } from './jsonDamage.js';
import type { Mutant, Sample } from './mutant.js';
import { noteRefusals } from './receiptRefusals.js';

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=';
const BASE45 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

/** The two codes in a scan. */
interface Scan {
  /** `<header>`, `index <n>`, hashes. */
  readonly path: readonly string[];
  readonly note: string;
  readonly record: readonly string[];
}

function readLines(bytes: Uint8Array): Scan {
  const [proof = '', text = '', ...rest] = new TextDecoder().decode(bytes).split('\n\n');
  const lines = rest.join('\n').split('\n');
  const signatures = lines.filter((line) => line.startsWith('— '));
  const note = `${text}\n\n${signatures.map((line) => `${line}\n`).join('')}`;
  return {
    path: proof.split('\n'),
    note,
    record: lines.filter((line) => line.startsWith('CLR1/')),
  };
}

function writeLines({ path, note, record }: Scan): Uint8Array {
  return utf8(`${path.join('\n')}\n\n${note}${record.map((line) => `${line}\n`).join('')}`);
}

/** A mutant of a scan. */
export function paperMutant(random: SeededRandom, { bytes }: Sample): Mutant {
  const scan = readLines(bytes);
  return random.pick([otherPath, otherNote, otherCode, otherRecord, otherRecord])(random, scan);
}

/** The index, a hash, a line more or less. */
function otherPath(random: SeededRandom, scan: Scan): Mutant {
  const at = random.below(scan.path.length);
  const line = scan.path[at] as string;
  const without = random.below(4) === 0;
  const changed = withOtherLetter(random, line, BASE64);
  const path = scan.path.flatMap((each, index) => (index !== at ? each : without ? [] : changed));
  const what = at === 0 ? 'proof: its name' : at === 1 ? 'proof: index' : 'proof: a hash';
  const refusals = at === 0 ? ['P1 PROOF_MISSING'] : ['P3 PLACE_FAULT', 'P1 PROOF_MALFORMED'];
  return { what, bytes: writeLines({ ...scan, path }), refusals };
}

/** A letter of the checkpoint. */
function otherNote(random: SeededRandom, scan: Scan): Mutant {
  const letters = [...scan.note].map((letter, at) => ({ letter, at }));
  const { letter, at } = random.pick(letters.filter((each) => !'\n'.includes(each.letter)));
  const other = random.pick([...BASE64].filter((each) => each !== letter));
  const note = `${scan.note.slice(0, at)}${other}${scan.note.slice(at + 1)}`;
  const codes = noteRefusals(scan.note, note).map((code) => `P4 LOG_FAULT ${code}`);
  // A dash that is another letter leaves no signature line, and so no proof.
  const refusals = [...codes, 'P3 PLACE_FAULT', 'P1 PROOF_MISSING', 'P1 PROOF_MALFORMED'];
  return { what: 'proof: checkpoint', bytes: writeLines({ ...scan, note }), refusals };
}

/** A letter of the record as it is printed: misread, or left out. */
function otherCode(random: SeededRandom, scan: Scan): Mutant {
  const at = random.below(scan.record.length);
  const line = scan.record[at] as string;
  const isShort = random.below(3) === 0;
  const cut = random.below(line.length);
  const changed = isShort
    ? line.slice(0, cut) + line.slice(cut + 1)
    : withOtherLetter(random, line, BASE45);
  const record = scan.record.map((each, index) => (index === at ? changed : each));
  const what = isShort ? 'record: a letter lost' : 'record: a letter misread';
  return { what, bytes: writeLines({ ...scan, record }), ...recordRefusals(scan, record) };
}

/** What is left of a record decides: nothing to read, another record, or the same one. */
function recordRefusals(
  scan: Scan,
  record: readonly string[],
): Pick<Mutant, 'refusals' | 'mayStand'> {
  const refusals = ['P1 RECORD_MISSING', 'P1 RECORD_MALFORMED', 'P3 PLACE_FAULT'];
  // Another match with the same letters compresses the same text.
  return { refusals, mayStand: textOf(record) === textOf(scan.record) };
}

const PART = /^CLR1\/\d\/\d\/([0-9A-Z $%*+\-./:]*)\/$/;

function textOf(record: readonly string[]): string | undefined {
  try {
    const joined = record.map((line) => (PART.exec(line) as RegExpExecArray)[1]).join('');
    return inflateRawSync(fromBase45(joined) as Uint8Array).toString();
  } catch {
    return undefined;
  }
}

const PART_CHARACTERS = 1_900;

/** A field of the record, compressed again. */
function otherRecord(random: SeededRandom, scan: Scan): Mutant {
  const before = JSON.parse(textOf(scan.record) as string) as JsonValue;
  let after = before;
  while (canonicalText(after) === canonicalText(before)) after = withOtherField(random, before);
  const code = toBase45(new Uint8Array(deflateRawSync(canonicalText(after))));
  const count = Math.ceil(code.length / PART_CHARACTERS);
  const record = Array.from({ length: count }, (_, index) => {
    const part = code.slice(index * PART_CHARACTERS, (index + 1) * PART_CHARACTERS);
    return `CLR1/${index + 1}/${count}/${part}/`;
  });
  const [{ path: [part, at, member] } = { path: [] }] = fieldChanges(before, after);
  const isSignature = part === 'first' && at === 'signature';
  const isSigned = part === 'events' && at === '0' && member !== undefined;
  return {
    what: `record: ${part === 'first' ? 'entry' : 'event'}`,
    bytes: writeLines({ ...scan, record }),
    refusals: [
      'P3 PLACE_FAULT',
      'P1 RECORD_MALFORMED',
      ...(isSignature || isSigned ? ['P5 EVENT_SIGNATURE'] : []),
    ],
  };
}
