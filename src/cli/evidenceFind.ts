/** `civic-ledger evidence find`: who has registered this content. */
import { Command } from 'commander';
import {
  ClaimsOnDigestsDocument,
  type ClaimsOnDigestsQuery,
  type TypedDigestInput,
} from '../client/gen/operations.js';
import { DEFAULT_ALGORITHMS } from '../client/item.js';
import type { DigestAlgorithm } from '../crypto/digestAlgorithm.js';
import type { TypedDigest } from '../ledger/itemCommitment.js';
import type { CliContext } from './cliContext.js';
import { EXIT } from './exitCode.js';
import { digestsOfFile } from './fileContent.js';
import { ask, endpointOf } from './ledgerSession.js';
import { jsonOption, urlOption, withOptions } from './options.js';

interface FindOptions {
  readonly url: string;
  readonly json: boolean;
}

/** The command. Exit code 1 when nobody has registered the content openly. */
export function findCommand(context: CliContext): Command {
  const command = new Command('find')
    .argument('<file>', 'a content')
    .description('list who registered this content openly, in order; no order says who owns it')
    .action((file: string, options: FindOptions) => find(context, file, options));
  return withOptions(command, [urlOption(), jsonOption()]);
}

type FoundItem = ClaimsOnDigestsQuery['claimsOnDigests']['nodes'][number];

async function find(context: CliContext, file: string, { url, json }: FindOptions): Promise<void> {
  const digests = await digestsOfFile(file, DEFAULT_ALGORITHMS);
  const endpoint = endpointOf(context, url);
  const items: FoundItem[] = [];
  let after: string | null = null;
  do {
    const variables = { digests: digests.map(digestInput), first: 100, after };
    const page: ClaimsOnDigestsQuery = await ask(endpoint, ClaimsOnDigestsDocument, variables);
    items.push(...page.claimsOnDigests.nodes);
    const { hasNextPage, endCursor } = page.claimsOnDigests.pageInfo;
    after = hasNextPage ? endCursor : null;
  } while (after !== null);
  show(context, items, json);
  context.exitWith(items.length > 0 ? EXIT.pass : EXIT.fail);
}

function show({ terminal }: CliContext, items: readonly FoundItem[], json: boolean): void {
  if (json) {
    terminal.out(JSON.stringify(items, null, 2));
    return;
  }
  for (const { position, itemId, claimantId, registeredTime, status } of items) {
    const place = `position ${position}  ${registeredTime}`;
    terminal.out(`${place}  ${claimantId}  ${status.toLowerCase()}  ${itemId}`);
  }
  if (items.length === 0) terminal.out('nobody has registered this content openly');
}

/** The names of the algorithms in GraphQL's enum. */
const ENUM_NAMES: { readonly [Algorithm in DigestAlgorithm]: TypedDigestInput['algorithm'] } = {
  'sha-256': 'SHA_256',
  'sha-512': 'SHA_512',
  'sha3-256': 'SHA3_256',
  sm3: 'SM3',
};

function digestInput({ algorithm, length, value }: TypedDigest): TypedDigestInput {
  return { algorithm: ENUM_NAMES[algorithm], length, value };
}
