/** The content store of a data folder, and what its gateway is made of. */
import { join } from 'node:path';
import type { NodeConfig } from '../config.js';
import { ContentStore } from '../content/contentStore.js';
import type { JsonValue } from '../crypto/canonicalJson.js';
import type { ContentGatewayParts } from '../gateways/content/parts.js';
import { findItemFacts } from '../projections/evidence/itemFacts.js';
import type { SchemaPorts } from '../schema/context.js';
import { systemNow } from './clock.js';
import type { LedgerCore } from './ledgerCore.js';

const MEBIBYTE = 1_048_576;
/** Deposits that are not complete, of all organisations together. */
const UPLOADS_MAX = 1_000;
/** Requests that write or read contents at once: each costs the main thread what it digests. */
const APPENDS_MAX = 16;
const READS_MAX = 32;
/** A deposit that nothing is added to for a day makes room when room is needed. */
const UPLOAD_IDLE_MS = 24 * 60 * 60 * 1_000;
/** How long a deposit waits for the read models to know its item. */
const ITEM_WAIT_MS = 5_000;

/** Opens the content store of a data folder. Throws StoreKeyUnusable or IndexUnusable. */
export function openContentStore({
  dataDirectory,
  contentMebibytesMax,
}: Pick<NodeConfig, 'dataDirectory' | 'contentMebibytesMax'>): ContentStore {
  const options = {
    folder: join(dataDirectory, 'content'),
    lengthMax: contentMebibytesMax * MEBIBYTE,
    uploadsMax: UPLOADS_MAX,
    appendsMax: APPENDS_MAX,
    readsMax: READS_MAX,
    uploadIdleMs: UPLOAD_IDLE_MS,
  };
  return new ContentStore(options, systemNow);
}

/** The ports of the content gateway. */
export function contentGatewayParts(
  content: ContentStore,
  { store }: Pick<LedgerCore, 'store'>,
  ports: Pick<SchemaPorts, 'ledgerId' | 'log' | 'readModels' | 'readPosition'>,
): ContentGatewayParts {
  const { ledgerId, log, readModels, readPosition } = ports;
  return {
    ledgerId,
    content,
    now: systemNow,
    state: {
      get(key) {
        const text = store.readState(key);
        return text === undefined ? undefined : (JSON.parse(text) as JsonValue);
      },
    },
    async itemFacts(item) {
      await readPosition.waitFor(log.size() - 1, ITEM_WAIT_MS);
      return findItemFacts(readModels, item);
    },
  };
}
