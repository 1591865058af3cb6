/**
 * Everything about a chunk of the log that can be told without what came before: that each signed
 * body is one that the ledger admits, is the event that its entry names and is signed by its key;
 * and that each block's checkpoint is of that block and signed by a key of the genesis document, or
 * where validators keep the ledger by the key of the node itself.
 */
import { verifySignature } from '../../crypto/suites.js';
import { type AdmissionRules, admitEvent } from '../../consensus/admitEvent.js';
import { type BlockHeader, headerHash } from '../../ledger/blockHeader.js';
import { CHECKPOINT_FAULTS, parseCheckpoint, verifyCheckpoint } from '../../ledger/checkpoint.js';
import type { SignedEntry } from '../../ledger/entry.js';
import type { Genesis } from '../../ledger/genesis.js';
import type { EntryTexts } from '../../ledger/recordedEntry.js';
import { isCount } from '../../ledger/recordShape.js';
import { parseSignedNote } from '../../ledger/signedNote.js';
import type { Chunk, HeadTexts } from './chunk.js';
import { earlier, type Finding } from './finding.js';

/** What signatures are checked against: the pinned genesis document. */
export interface SignatureTrust {
  readonly ledger: string;
  readonly genesis: Genesis;
}

export interface ChunkVerdict {
  /** Signatures over events that were checked. */
  readonly signatures: number;
  /** The first thing in the chunk that does not hold. */
  readonly finding: Finding | undefined;
}

/** Checks one chunk up to its first fault. Never throws for what is in it. */
export function checkChunk({ entries, heads }: Chunk, trust: SignatureTrust): ChunkVerdict {
  const { suites, limits } = trust.genesis;
  const rules: AdmissionRules = { ledgerId: trust.ledger, suites, limits };
  let signatures = 0;
  let finding: Finding | undefined;
  for (const texts of entries) {
    if (!texts.entry.includes(SIGNED_KIND)) continue;
    signatures += 1;
    finding = signedFinding(texts, rules);
    if (finding !== undefined) break;
  }
  for (const head of heads) finding = earlier(finding, headFinding(head, trust.genesis));
  return { signatures, finding };
}

const SIGNED_KIND = '"kind":"signed"';

function signedFinding(texts: EntryTexts, rules: AdmissionRules): Finding | undefined {
  const entry = parsed<SignedEntry>(texts.entry);
  // An entry that is none is a finding of the re-execution, which knows its place.
  if (!isCount(entry?.position)) return undefined;
  const { position, event, signature } = entry;
  try {
    const hash = admitEvent({ body: texts.event, signature }, rules);
    if (hash === event) return undefined;
    return { position, check: 'entry', what: 'the entry does not carry the hash of its event' };
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    return { position, check: 'signature', what };
  }
}

function headFinding(texts: HeadTexts, genesis: Genesis): Finding | undefined {
  const header = parsed<BlockHeader>(texts.header);
  if (header === undefined || !isCount(header?.first)) return undefined;
  const { origin, checkpointKeys: keys } = genesis;
  const verdict = verifyCheckpoint(texts.checkpoint, { origin, keys, verify: verifySignature });
  const finding = (what: string): Finding => ({
    position: header.first,
    check: 'checkpoint',
    what: `block ${header.height}: ${what}`,
  });
  // A node that joined later signs with a key of its own, of which the line holds four bytes only:
  // certificates vouch for its blocks. What it states of them has to be right all the same.
  const isByUnnamed = !verdict.ok && verdict.code === 'CHECKPOINT_KEY';
  if (!verdict.ok && !(isByUnnamed && genesis.validators !== undefined)) {
    return finding(CHECKPOINT_FAULTS[verdict.code]);
  }
  const note = parseSignedNote(texts.checkpoint);
  if (note?.signatures.length !== 1) return finding('the checkpoint has not exactly one signature');
  const stated = parseCheckpoint(note.text);
  const same =
    stated?.size === header.size &&
    stated.root === header.root &&
    stated.headerHash === headerHash(texts.header);
  return same ? undefined : finding('the checkpoint is of another size, root or block header');
}

function parsed<Shape>(text: string): Shape | undefined {
  try {
    return JSON.parse(text) as Shape;
  } catch {
    return undefined;
  }
}
