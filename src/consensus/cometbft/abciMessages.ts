/**
 * ABCI 2.0 messages between bytes and values (abci.proto). A request that this ledger does not know
 * has no `case`; a response is made with `respond`, so that each call is answered by its own kind.
 */
import { create, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { encodeFrame } from './frames.js';
import { type Request, RequestSchema, type Response, ResponseSchema } from './gen/abci_pb.js';

export type { Request, Response } from './gen/abci_pb.js';
export type {
  RequestApplySnapshotChunk,
  RequestCheckTx,
  RequestFinalizeBlock,
  RequestInitChain,
  RequestLoadSnapshotChunk,
  RequestOfferSnapshot,
  RequestPrepareProposal,
  RequestProcessProposal,
  RequestQuery,
  Timestamp,
  ValidatorUpdate,
} from './gen/abci_pb.js';

/** Code of a transaction that is what it should be. */
export const CODE_OK = 0;
/** The transaction is no batch of well-formed, well-signed events. */
export const CODE_MALFORMED = 1;

/** ResponseProcessProposal.status. */
export const PROPOSAL = { accept: 1, reject: 2 } as const;
/** ResponseOfferSnapshot.result. */
export const OFFER = { accept: 1, reject: 3, rejectFormat: 4 } as const;
/** ResponseApplySnapshotChunk.result. */
export const CHUNK = { accept: 1, retry: 3, retrySnapshot: 4, rejectSnapshot: 5 } as const;

/** A call that is for the application: known to this ledger, and not of the transport itself. */
export type ApplicationCall = Exclude<
  Request['value'],
  { readonly case: 'echo' | 'flush' | undefined }
>;

export type ResponseValue = NonNullable<MessageInitShape<typeof ResponseSchema>['value']>;

/** Reads a request. Throws when `bytes` are no protobuf message; unknown fields are skipped. */
export function decodeRequest(bytes: Uint8Array): Request {
  return fromBinary(RequestSchema, bytes, { readUnknownFields: false });
}

/** Reads a response, as CometBFT does; for tests and tools that stand in its place. */
export function decodeResponse(bytes: Uint8Array): Response {
  return fromBinary(ResponseSchema, bytes, { readUnknownFields: false });
}

/** The frame of the request `value`. */
export function requestFrame(
  value: NonNullable<MessageInitShape<typeof RequestSchema>['value']>,
): Uint8Array {
  return encodeFrame(toBinary(RequestSchema, create(RequestSchema, { value })));
}

/** The frame of the response `value`. */
export function responseFrame(value: ResponseValue): Uint8Array {
  return encodeFrame(toBinary(ResponseSchema, create(ResponseSchema, { value })));
}
