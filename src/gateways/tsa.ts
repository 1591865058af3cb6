/**
 * A time-stamping authority over HTTP (RFC 3161 §3.4): POST /tsa takes a TimeStampReq and answers a
 * TimeStampResp. What is stamped is recorded first, and the token says the time and the serial
 * number of that record; where the record is depends on who runs the authority. The chain and the
 * revocation list are served beside it.
 */
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { epochMilliseconds, type Instant } from '../ledger/instant.js';
import {
  acceptRequest,
  derGranted,
  derRejected,
  type FailureName,
  type Rejection,
} from '../timestamp/answer.js';
import { tokenIssuer, type TokenIssuer, type TokenKey } from '../timestamp/issueToken.js';
import { certificatesToPem } from '../timestamp/pem.js';
import type { TimestampRequest } from '../timestamp/request.js';
import type { ClockWatch } from './clockWatch.js';

/** One authority: its key with its certificates, and what its tokens promise. */
export interface TimeAuthority extends TokenKey {
  /** DER of a revocation list of its root. */
  readonly revocationList: Uint8Array;
  /** The one policy of its tokens, dotted. */
  readonly policy: string;
  /** How far a token's time may be off. */
  readonly accuracyMilliseconds: number;
}

/** Where a stamped digest was recorded. */
export interface TimestampRecord {
  /** Never the same twice, over restarts too. */
  readonly serial: bigint;
  readonly genTime: Instant;
}

/** Records what is stamped; resolves when the record is durable. */
export type RecordTimestamp = (
  request: Pick<TimestampRequest, 'imprint'>,
  policy: string,
) => Promise<TimestampRecord>;

export interface TsaParts {
  readonly authority: TimeAuthority;
  readonly record: RecordTimestamp;
  readonly clock: ClockWatch;
  /** False: this client has asked too often. */
  readonly mayAsk: (request: FastifyRequest) => Promise<boolean>;
  /** Told of failures that a client only sees as systemFailure or timeNotAvailable. */
  readonly onFailure: (what: string, error?: unknown) => void;
}

const QUERY = 'application/timestamp-query';
const REPLY = 'application/timestamp-reply';
/** Far more than a request without extensions needs. */
const QUERY_BYTES_MAX = 4_096;

/** Serves the authority under /tsa, or under /tsa below `path`. */
export function tsaGateway(parts: TsaParts, path = ''): FastifyPluginAsync {
  const desk = new Desk(parts);
  const { chain, revocationList } = parts.authority;
  return async (app) => {
    app.addContentTypeParser(
      QUERY,
      { parseAs: 'buffer', bodyLimit: QUERY_BYTES_MAX },
      (_request, body, done) => done(null, body),
    );
    app.post(`${path}/tsa`, async (request, reply) => {
      if (!Buffer.isBuffer(request.body)) {
        return reply.code(415).type('text/plain; charset=utf-8').send(`send ${QUERY}\n`);
      }
      if (!(await parts.mayAsk(request))) {
        return reply.code(429).type('text/plain; charset=utf-8').send('too many requests\n');
      }
      const answer = await desk.answer(new Uint8Array(request.body));
      return reply.type(REPLY).header('cache-control', 'no-store').send(Buffer.from(answer));
    });
    app.get(`${path}/tsa/chain.pem`, (_request, reply) =>
      reply.type('application/x-pem-file').send(certificatesToPem(chain)),
    );
    app.get(`${path}/tsa/ca.crl`, (_request, reply) =>
      reply.type('application/pkix-crl').send(Buffer.from(revocationList)),
    );
  };
}

/** Answers one request after another; never throws. */
class Desk {
  readonly #parts: TsaParts;
  readonly #issue: TokenIssuer;
  readonly #clock: ClockWatch;

  constructor(parts: TsaParts) {
    this.#parts = parts;
    this.#issue = tokenIssuer(parts.authority);
    this.#clock = parts.clock;
  }

  async answer(query: Uint8Array): Promise<Uint8Array> {
    const answer = await this.#decide(query);
    return 'failure' in answer ? derRejected(answer) : derGranted(answer);
  }

  async #decide(query: Uint8Array): Promise<Uint8Array | Rejection> {
    const { authority } = this.#parts;
    const request = acceptRequest(query, authority.policy);
    if ('failure' in request) return request;
    const asked = this.#clock.now();
    if (asked === undefined) return this.#timeNotAvailable();
    try {
      const record = await this.#parts.record(request, authority.policy);
      if (!this.#agrees(record.genTime, asked)) return this.#timeNotAvailable(record.genTime);
      return this.#token(request, record);
    } catch (error) {
      this.#parts.onFailure('a time-stamp could not be recorded', error);
      return rejected('systemFailure', 'the time-stamp could not be recorded');
    }
  }

  /** True when the record's time lies between asking and now, within the accuracy. */
  #agrees(genTime: Instant, asked: number): boolean {
    const { accuracyMilliseconds } = this.#parts.authority;
    const now = this.#clock.now();
    const time = epochMilliseconds(genTime);
    if (now === undefined) return false;
    return time >= asked - accuracyMilliseconds && time <= now + accuracyMilliseconds;
  }

  #token(request: TimestampRequest, { serial, genTime }: TimestampRecord): Uint8Array {
    const { policy, accuracyMilliseconds } = this.#parts.authority;
    const { imprint, nonce, wantsCertificate: withCertificates } = request;
    const content = { policy, imprint, serial, genTime, accuracyMilliseconds, nonce };
    return this.#issue(content, { withCertificates });
  }

  #timeNotAvailable(recorded?: Instant): Rejection {
    const why = this.#clock.fault() ?? `the record’s time ${recorded} is not that of the clock`;
    this.#parts.onFailure(`no time is given: ${why}`);
    return rejected('timeNotAvailable', 'the time source is not available');
  }
}

function rejected(failure: FailureName, text: string): Rejection {
  return { failure, text };
}
