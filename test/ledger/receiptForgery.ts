/** Receipts to be refused: honest ones changed, and those of a node that forges what it signs. */
import { canonicalJson, type JsonValue } from '../../src/crypto/canonicalJson.js';
import type { ReceiptTrust } from '../../src/ledger/verifyReceipt.js';
import {
  type Forgery,
  type SampleEvent,
  sampleGenesis,
  sampleLedger,
  SampleLedger,
} from './sampleLedger.js';

export const LEDGER = sampleLedger();
export const TRUST: ReceiptTrust = trustIn(LEDGER);
/** Of a refused event: a signed entry and one derived one. */
export const RECEIPT = LEDGER.receipt(3);
export const TIME = '2026-01-02T03:04:06.000Z';
export const ITEM: SampleEvent = {
  derived: [
    { type: 'evidence.ItemRegistered', data: { item: 'a' } },
    { type: 'evidence.ItemNoted', data: {} },
  ],
};

export interface Pair {
  entry: Record<string, JsonValue>;
  event: Record<string, JsonValue>;
}

export interface MutableReceipt {
  checkpoint: string;
  entries: Pair[];
  format: string;
  header: Record<string, JsonValue>;
  inclusion: { hashes: string[]; index: number; size: number };
}

export type Change = (receipt: MutableReceipt) => void;

/** `receipt` changed, and written in canonical form again. */
export function changed(change: Change, receipt: string = RECEIPT): string {
  const value = JSON.parse(receipt) as MutableReceipt;
  change(value);
  return `${canonicalJson(value as unknown as JsonValue)}\n`;
}

/** The receipt of position 1 of a ledger whose node departs from the formats. */
export function forged(forgery: Forgery, event: SampleEvent = ITEM): [string, ReceiptTrust] {
  const ledger = new SampleLedger(sampleGenesis(), forgery).add(TIME, [event]).add(TIME, [event]);
  return [ledger.receipt(1), trustIn(ledger)];
}

export function trustIn(ledger: SampleLedger): ReceiptTrust {
  return { ledger: ledger.id, genesis: ledger.genesisText };
}
