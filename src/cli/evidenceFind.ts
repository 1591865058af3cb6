/** `civic-ledger evidence find`: who has registered this content. */
import { Command } from 'commander';
import { DEFAULT_ALGORITHMS } from '../client/item.js';
import { DIGEST_ALGORITHMS, type DigestAlgorithm } from '../crypto/digestAlgorithm.js';
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

/** An item as the ledger's read models have it. */
export interface FoundItem {
  readonly itemId: string;
  readonly position: string;
  readonly claimantId: string;
  readonly registrantId: string;
  readonly registeredTime: string;
  readonly status: string;
}

async function find(context: CliContext, file: string, { url, json }: FindOptions): Promise<void> {
  const digests = await digestsOfFile(file, DEFAULT_ALGORITHMS);
  const items: FoundItem[] = [];
  let after: string | null = null;
  do {
    const variables = { digests: digests.map(digestInput), after };
    const page: FoundPage = await ask(endpointOf(context, url), FIND, variables);
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

/** `SHA_256` for `sha-256`: the names of GraphQL's enum. */
const ENUM_NAMES = Object.fromEntries(
  DIGEST_ALGORITHMS.map((name) => [name, name.toUpperCase().replaceAll('-', '_')]),
) as { readonly [Algorithm in DigestAlgorithm]: string };

function digestInput({ algorithm, length, value }: TypedDigest) {
  return { algorithm: ENUM_NAMES[algorithm], length: String(length), value };
}

interface FoundPage {
  readonly claimsOnDigests: {
    readonly nodes: readonly FoundItem[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

const FIND = `query Find($digests: [TypedDigestInput!]!, $after: String) {
  claimsOnDigests(digests: $digests, first: 100, after: $after) {
    nodes { itemId position claimantId registrantId registeredTime status }
    pageInfo { hasNextPage endCursor }
  }
}`;
