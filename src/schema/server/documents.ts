/**
 * Documents, parsed and checked once: limits on shape, the rules of the GraphQL specification,
 * cost. Both transports take their documents from here, so that what one refuses the other refuses
 * too, and a repeated document costs one look-up.
 */
import {
  type DocumentNode,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
  type ValidationRule,
} from 'graphql';
import { sha256Hex } from '../../crypto/sha256.js';
import { LedgerError } from '../errors.js';
import { limitExceeded, type ServerLimits } from '../limits.js';
import { checkCost, costDependsOnVariables } from './documentCost.js';
import { checkNesting, checkShape } from './documentShape.js';
import { inputFacts } from './inputFacts.js';
import type { RequestFacts } from './metrics.js';

/** A document that may be executed, if its cost with the request's variables allows. */
export interface CheckedDocument {
  readonly document: DocumentNode;
  /** Whether the cost has to be counted for each request. */
  readonly costDepends: boolean;
}

/** What a request asks for, beside the document's text. */
export interface OperationRequest {
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  readonly operationName?: string | null | undefined;
}

/** A document or the errors for the caller. */
export type Checked = CheckedDocument | { readonly errors: readonly GraphQLError[] };

interface CacheEntry extends CheckedDocument {
  readonly source: string;
  readonly hash: string;
}

export class Documents {
  private readonly schema: GraphQLSchema;
  private readonly limits: ServerLimits;
  private readonly introspection: boolean;
  private readonly rules: readonly ValidationRule[];
  /** In order of use, oldest first; bounded by the characters of all sources. */
  private readonly bySource = new Map<string, CacheEntry>();
  private readonly byHash = new Map<string, CacheEntry>();
  private cachedCharacters = 0;

  constructor(
    { limits, introspection }: { readonly limits: ServerLimits; readonly introspection: boolean },
    schema: GraphQLSchema,
  ) {
    this.schema = schema;
    this.limits = limits;
    this.introspection = introspection;
    this.rules = introspection
      ? specifiedRules
      : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  }

  /** The checked document of `source`, its cost within the limit for this request's variables. */
  check(source: string, request: OperationRequest): Checked {
    try {
      const checked = this.cached(source) ?? this.checkAnew(source);
      if ('errors' in checked || !checked.costDepends) return checked;
      checkCost(this.schema, checked.document, {
        variables: request.variables ?? {},
        limits: this.limits,
      });
      return checked;
    } catch (error) {
      if (error instanceof GraphQLError) return { errors: [error] };
      throw error;
    }
  }

  /** The document with this SHA-256, if it was checked lately. */
  withHash(hash: string): DocumentNode | undefined {
    return this.byHash.get(hash)?.document;
  }

  private cached(source: string): CheckedDocument | undefined {
    const entry = this.bySource.get(source);
    if (entry === undefined) return undefined;
    this.bySource.delete(source);
    this.bySource.set(source, entry);
    return entry;
  }

  /** Throws a GraphQLError on the first limit or at a syntax error. */
  private checkAnew(source: string): Checked {
    if (source.length > this.limits.documentCharacters) {
      throw limitExceeded('documentCharacters', this.limits.documentCharacters, source.length);
    }
    checkNesting(source, this.limits);
    const document = parseWithin(source, this.limits.documentTokens);
    checkShape(document, this.limits);
    const errors = validate(this.schema, document, this.rules);
    if (errors.length > 0) return { errors: errors.map((error) => this.validationError(error)) };
    const costDepends = costDependsOnVariables(document);
    if (!costDepends) checkCost(this.schema, document, { limits: this.limits });
    const entry = { document, costDepends, source, hash: sha256Hex(source) };
    this.keep(entry);
    return entry;
  }

  /** Where introspection is off, the names that graphql-js would suggest are not told either. */
  private validationError(error: GraphQLError): GraphQLError {
    const message = this.introspection
      ? error.message
      : error.message.replace(/ Did you mean .*$/, '');
    return withCode('GRAPHQL_VALIDATION_FAILED', error, message);
  }

  private keep(entry: CacheEntry): void {
    this.bySource.set(entry.source, entry);
    this.byHash.set(entry.hash, entry);
    this.cachedCharacters += entry.source.length;
    for (const oldest of this.bySource.values()) {
      if (this.cachedCharacters <= this.limits.documentCacheCharacters) return;
      this.bySource.delete(oldest.source);
      this.byHash.delete(oldest.hash);
      this.cachedCharacters -= oldest.source.length;
    }
  }
}

/** The kind of the operation that a request picks. */
export function operationKind(
  document: DocumentNode,
  operationName: string | null | undefined,
): RequestFacts['operation'] {
  return getOperationAST(document, operationName)?.operation ?? 'unknown';
}

function parseWithin(source: string, maxTokens: number): DocumentNode {
  try {
    return parse(source, { maxTokens });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    // graphql-js reports the limit as a syntax error; the caller should see which limit it was.
    if (/Document contains more tha[nt] \d+ tokens/.test(error.message)) {
      throw limitExceeded('documentTokens', maxTokens, 'more');
    }
    throw withCode('GRAPHQL_PARSE_FAILED', error, error.message);
  }
}

function withCode(
  code: 'GRAPHQL_PARSE_FAILED' | 'GRAPHQL_VALIDATION_FAILED',
  error: GraphQLError,
  message: string,
): GraphQLError {
  const place = { nodes: error.nodes ?? null, source: error.source ?? null };
  const positions = error.positions ?? null;
  return new GraphQLError(message, {
    ...place,
    positions,
    extensions: { code, ...inputFacts(error) },
  });
}

/**
 * OPERATION_RESOLUTION_FAILURE: the document has no such operation, or several and none was named.
 */
export function noSuchOperation(): LedgerError {
  return new LedgerError('OPERATION_RESOLUTION_FAILURE', 'name one operation of the document');
}
