/** Apollo Server as this edge runs it: only HTTP semantics, CSRF protection and execution. */
import { ApolloServer, type ApolloServerPlugin, type BaseContext } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Documents } from './documents.js';
import type { Log } from './log.js';
import { isMasked, publicError, rootCause } from './publicError.js';

export interface ApolloParts {
  readonly schema: GraphQLSchema;
  readonly documents: Documents;
  readonly log: Log;
}

/** Starts an Apollo Server that takes its documents from `documents` and masks its errors. */
export async function startApollo(
  { introspection }: { readonly introspection: boolean },
  { schema, documents, log }: ApolloParts,
): Promise<ApolloServer> {
  const apollo = new ApolloServer({
    schema,
    introspection,
    nodeEnv: 'production',
    // Every query arrives as text: a shared cache of queries is one more thing to fill from
    // outside.
    persistedQueries: false,
    csrfPrevention: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: (_formatted, error) => publicError(error),
    documentStore: checkedDocuments(documents),
    logger: apolloLogger(log),
    plugins: [...disabledPlugins(), tellMaskedErrors(log)],
  });
  await apollo.start();
  return apollo;
}

/** Cache control alone halves the speed of long lists; the others phone home or serve pages. */
function disabledPlugins(): ApolloServerPlugin[] {
  return [
    ApolloServerPluginCacheControlDisabled(),
    ApolloServerPluginInlineTraceDisabled(),
    ApolloServerPluginLandingPageDisabled(),
    ApolloServerPluginSchemaReportingDisabled(),
    ApolloServerPluginUsageReportingDisabled(),
  ];
}

/**
 * The documents that the handler has just checked, so that Apollo neither parses nor validates them
 * again. Apollo's keys end with the SHA-256 of the text; were that to change, it would do both
 * itself.
 */
function checkedDocuments(
  documents: Documents,
): NonNullable<ConstructorParameters<typeof ApolloServer>[0]['documentStore']> {
  return {
    get: async (key) => documents.withHash(key.slice(-64)),
    set: async () => undefined,
    delete: async () => false,
  };
}

function tellMaskedErrors(log: Log): ApolloServerPlugin<BaseContext & { requestId?: string }> {
  const listener = {
    async didEncounterErrors({ errors, contextValue, operationName }: ErrorsEncountered) {
      for (const error of errors) {
        if (!isMasked(publicError(error))) continue;
        const { requestId } = contextValue;
        log.error({ requestId, operationName, err: rootCause(error) }, 'an operation failed');
      }
    },
  };
  return { requestDidStart: async () => listener };
}

interface ErrorsEncountered {
  readonly errors: readonly Error[];
  readonly contextValue: { readonly requestId?: string };
  readonly operationName?: string | null;
}

function apolloLogger(
  log: Log,
): Record<'debug' | 'info' | 'warn' | 'error', (text: string) => void> {
  return {
    debug: (text) => log.debug({}, text),
    info: (text) => log.info({}, text),
    warn: (text) => log.warn({}, text),
    error: (text) => log.error({}, text),
  };
}
