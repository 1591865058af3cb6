/**
 * What damage to a receipt has to lead to, worked out from the field that was damaged and from the
 * order of the checks in docs/formats.md §9 and §19; and the same for its parts, which bundles hold
 * as files of their own.
 */
import type { JsonValue } from '../../src/crypto/canonicalJson.js';
import { canonicalText, type FieldChange, fieldChanges, valueOfLine } from './jsonDamage.js';

/** Codes of which a damaged receipt has to be refused with one; none: nothing is damaged. */
export function receiptRefusals(sound: Uint8Array, mutant: Uint8Array): readonly string[] {
  const value = valueOfLine(mutant);
  if (value === undefined) return ['NOT_CANONICAL'];
  const before = valueOfLine(sound) as unknown as ReceiptShape;
  const changes = fieldChanges(before as unknown as JsonValue, value);
  if (changes.every(isDroppedVote) && hasQuorum(changes, before.certificate)) return [];
  return unique([
    ...changes.flatMap((change) => codesOf(change, before)),
    // Entries that stand in the place of others are found where the first one is.
    ...(areExchanged(changes) ? ['NOT_SIGNED_EVENT', 'POSITION'] : []),
  ]);
}

function areExchanged(changes: readonly FieldChange[]): boolean {
  const entries = changes.filter(({ path: [part, at] }) => part === 'entries' && at !== undefined);
  return new Set(entries.map(({ path: [, at] }) => at)).size > 1;
}

interface ReceiptShape {
  readonly entries: readonly unknown[];
  readonly certificate?: CertificateShape;
}

interface CertificateShape {
  readonly block: { readonly votes: readonly unknown[] };
}

function unique(codes: readonly string[]): readonly string[] {
  return [...new Set(codes)];
}

function codesOf(change: FieldChange, receipt: ReceiptShape): readonly string[] {
  const [part = '', ...path] = change.path;
  const within = { ...change, path };
  const isCertified = receipt.certificate !== undefined;
  switch (part) {
    case 'entries':
      return entryCodes(within, receipt.entries.length);
    case 'header':
      return withForm(headerCodes(within, isCertified), within, 'MALFORMED');
    case 'inclusion':
      return withForm(
        ['INCLUSION', ...(path[0] === 'size' ? ['HEADER'] : [])],
        within,
        'MALFORMED',
      );
    case 'checkpoint':
      return typeof change.after === 'string'
        ? noteRefusals(change.before as string, change.after)
        : ['MALFORMED'];
    case 'certificate':
      return certificateCodes(within, 'MALFORMED');
    default:
      return ['MALFORMED'];
  }
}

/** The code of a malformed field comes first, unless the field has kept its form for certain. */
function withForm(codes: readonly string[], change: FieldChange, form: string): readonly string[] {
  return keepsForm(change) ? codes : [...codes, form];
}

const HEX = /^[0-9a-f]*$/;

/** Hex of the same length, or another number from 0: all that a form can ask for. */
function keepsForm({ before, after }: FieldChange): boolean {
  if (typeof before === 'number' && typeof after === 'number') {
    return Number.isSafeInteger(after) && after >= 0;
  }
  if (typeof before !== 'string' || typeof after !== 'string') return false;
  return HEX.test(before) && HEX.test(after) && before.length === after.length;
}

/** Which entry, and which member of it, the checks find in their own order. */
function entryCodes(change: FieldChange, entries: number): readonly string[] {
  const [at, part, member, ...deeper] = change.path;
  if (at === undefined) return entryListCodes(change);
  if (part === 'event') {
    const isInData = member === 'data' && deeper.length > 0;
    return isInData ? ['EVENT_HASH'] : withForm(['EVENT_HASH'], change, 'EVENT_MALFORMED');
  }
  if (part === undefined) return ['MALFORMED'];
  if (member === undefined || deeper.length > 0) return ['ENTRY_MALFORMED', 'MALFORMED'];
  const codes = memberCodes(member, { isFirst: at === '0', isAlone: entries === 1 });
  return withForm(codes, change, 'ENTRY_MALFORMED');
}

/** A list with other members: what is left over, and what stands in the place of another. */
function entryListCodes({ before, after }: FieldChange): readonly string[] {
  if (!Array.isArray(after) || after.length === 0) return ['MALFORMED'];
  const known = new Set((before as readonly JsonValue[]).map(canonicalText));
  const areSound = (after as readonly JsonValue[]).every((one) => known.has(canonicalText(one)));
  const place = ['NOT_SIGNED_EVENT', 'POSITION', 'DERIVED_COUNT'];
  // Where bytes were lost between two entries, their halves have become one.
  return areSound
    ? place
    : [...place, 'MALFORMED', 'ENTRY_MALFORMED', 'EVENT_MALFORMED', 'EVENT_HASH'];
}

function memberCodes(
  member: string,
  { isFirst, isAlone }: { readonly isFirst: boolean; readonly isAlone: boolean },
): readonly string[] {
  // The entry after the first one is what shows that the first one is another; else the proof.
  const next = (code: string): readonly string[] => [isAlone ? 'INCLUSION' : code];
  switch (member) {
    case 'event':
      return ['EVENT_HASH'];
    case 'type':
      return ['EVENT_TYPE'];
    case 'signature':
      return ['EVENT_SIGNATURE'];
    case 'position':
      return isFirst ? next('POSITION') : ['POSITION'];
    case 'previous':
      return isFirst ? next('PREVIOUS_HASH') : ['PREVIOUS_HASH'];
    case 'derived':
      return isAlone ? ['DERIVED_COUNT'] : ['PREVIOUS_HASH'];
    case 'cause':
      return ['CAUSE'];
    case 'height':
    case 'time':
      return ['BLOCK'];
    default:
      return ['ENTRY_MALFORMED'];
  }
}

function headerCodes(
  { path: [member = ''] }: FieldChange,
  isCertified: boolean,
): readonly string[] {
  const hashed = isCertified ? 'APP_HASH' : 'CHECKPOINT_HEAD';
  switch (member) {
    case 'ledger':
      return ['OTHER_LEDGER'];
    case 'height':
    case 'time':
      return ['BLOCK'];
    case 'root':
      return ['INCLUSION'];
    case 'size':
      // Beside `first` a size can also be too small for any block.
      return ['HEADER', 'MALFORMED'];
    case 'first':
      return ['HEADER', 'MALFORMED', hashed];
    default:
      return [hashed];
  }
}

const NOTE = /^([^\n]+)\n(?:0|[1-9]\d{0,15})\n(\S{44})\nheader (\S{44})\n\n((?:— [^\s+]+ \S+\n)+)$/;

/** Codes for a damaged checkpoint note, by the line that was damaged. */
export function noteRefusals(before: string, after: string): readonly string[] {
  const split = (note: string): readonly [string, readonly string[]] => {
    const at = note.lastIndexOf('\n\n');
    return [note.slice(0, at), note.slice(at + 2).split('\n')];
  };
  const [text, [line = '', ...rest]] = split(before);
  const [otherText, [otherLine = '', ...otherRest]] = split(after);
  const malformed = isNote(after) ? [] : ['CHECKPOINT_MALFORMED'];
  if (text.split('\n')[0] !== otherText.split('\n')[0]) return ['CHECKPOINT_ORIGIN', ...malformed];
  if (text !== otherText) return ['CHECKPOINT_SIGNATURE', ...malformed];
  if (rest.length !== otherRest.length) return ['CHECKPOINT_LINES', ...malformed];
  const isSameKey = keyPart(line) === keyPart(otherLine);
  return [isSameKey ? 'CHECKPOINT_SIGNATURE' : 'CHECKPOINT_KEY', ...malformed];
}

/** The dash, the key's name and its four-byte id. */
function keyPart(line: string): string {
  const [dash = '', name = '', base64 = ''] = line.split(' ');
  return `${dash} ${name} ${Buffer.from(base64, 'base64').subarray(0, 4).toString('hex')}`;
}

function isNote(note: string): boolean {
  const [, , root = '', header = '', lines = ''] = NOTE.exec(note) ?? [];
  const signatures = lines.split('\n').flatMap((line) => line.split(' ')[2] ?? []);
  const areHashes = [root, header].every((text) => Buffer.from(text, 'base64').length === 32);
  return areHashes && signatures.length > 0 && [root, header, ...signatures].every(isBase64);
}

function isBase64(text: string): boolean {
  return Buffer.from(text, 'base64').toString('base64') === text;
}

/** Codes for a certificate that is a file of its own, with a newline. */
export function certificateRefusals(sound: Uint8Array, mutant: Uint8Array): readonly string[] {
  const value = valueOfLine(mutant);
  if (value === undefined) return ['CERTIFICATE_MALFORMED'];
  const before = valueOfLine(sound) as JsonValue;
  const changes = fieldChanges(before, value);
  const shape = before as unknown as CertificateShape;
  const inReceipt = changes.map((change) => ({ ...change, path: ['certificate', ...change.path] }));
  if (inReceipt.every(isDroppedVote) && hasQuorum(inReceipt, shape)) return [];
  return unique(changes.flatMap((change) => certificateCodes(change, 'CERTIFICATE_MALFORMED')));
}

function certificateCodes(change: FieldChange, form: string): readonly string[] {
  const [part, ...path] = change.path;
  if (part === 'block') return blockCodes({ ...change, path }, form);
  if (part !== 'changes') return [form];
  const [at, member, ...deeper] = path;
  // A change left out or out of its place: the next block was decided by a set nobody has.
  if (at === undefined) return ['VALIDATORS', 'HEIGHT_ORDER', 'CHAIN_ID', form];
  if (member === 'block') return blockCodes({ ...change, path: deeper }, form);
  return withForm(['NEXT_VALIDATORS', form], change, form);
}

function blockCodes(change: FieldChange, form: string): readonly string[] {
  const [part, member, ...deeper] = change.path;
  if (part === 'votes') {
    // Without a number the list is longer or shorter; without a name a vote is there or not.
    if (member === undefined) return ['VOTE_COUNT', form];
    const isDropped = deeper.length === 0 && change.after === null;
    return isDropped ? ['VOTING_POWER'] : withForm(['VOTE_SIGNATURE'], change, form);
  }
  if (part === 'header' && member === 'chainId') return ['CHAIN_ID', form];
  if (part === 'header' && member === 'validatorsHash') {
    return withForm(['VALIDATORS'], change, form);
  }
  // Numbers have upper limits here, which their form alone does not tell.
  const isNumber = typeof change.after === 'number';
  return isNumber ? ['VOTE_SIGNATURE', form] : withForm(['VOTE_SIGNATURE'], change, form);
}

function isDroppedVote({ path: [part, block, votes, at, ...rest], after }: FieldChange): boolean {
  const isVote = part === 'certificate' && block === 'block' && votes === 'votes';
  return isVote && at !== undefined && rest.length === 0 && after === null;
}

/** Every validator of the samples has one vote’s power: more than two thirds have to be left. */
function hasQuorum(changes: readonly FieldChange[], certificate?: CertificateShape): boolean {
  const votes = certificate?.block.votes ?? [];
  return 3 * (votes.length - changes.length) > 2 * votes.length;
}
