/** One receipt of a bundle after its check: what it proves, and which file it is. */
import type { JsonObject } from '../../crypto/canonicalJson.js';
import type { ReceiptFacts } from '../../ledger/verifyReceipt.js';

/** A receipt that holds, with what it shows. */
export interface BundleStep extends ReceiptFacts {
  readonly path: string;
}

/** A derived event of a step. */
export interface BundleEvent {
  readonly type: string;
  readonly data: JsonObject;
  readonly step: BundleStep;
}
