/** The head of a bundle, as a ledger answers it. */
import { parseGenesis } from '../../ledger/parseGenesis.js';
import { parseHeader } from '../../ledger/parseHeader.js';
import { BundleHeadDocument } from '../gen/operations.js';
import { type Endpoint, graphqlRequest, RequestRefused } from '../graphqlRequest.js';

/** The head that everything in a bundle is proven under. */
export interface FetchedHead {
  readonly note: string;
  readonly header: string;
  readonly size: number;
  readonly certificate: string | null;
}

/**
 * The head with block `height`, and who vouches for it. Throws NoAnswer, or RequestRefused with
 * NOT_FOUND or, where validators keep the ledger and have not signed it yet, CERTIFICATE_PENDING.
 */
export async function fetchHead(
  endpoint: Endpoint,
  height: number,
  genesis: string,
): Promise<FetchedHead> {
  const { block } = await graphqlRequest(endpoint, BundleHeadDocument, { height });
  if (block === null || parseHeader(block.header) === undefined) {
    throw new RequestRefused({ code: 'NOT_FOUND', message: `no block ${height}` });
  }
  const { checkpoint, header, size, certificate } = block;
  if (certificate === null && isCertified(genesis)) throw notSigned(height);
  return { note: checkpoint.note, header, size: Number(size), certificate };
}

/** True when validators keep the ledger. */
function isCertified(genesis: string): boolean {
  return parseGenesis(genesis)?.validators !== undefined;
}

function notSigned(height: number): RequestRefused {
  const message = `the validators have not signed a header with block ${height} yet`;
  return new RequestRefused({ code: 'CERTIFICATE_PENDING', message });
}
