/**
 * What has to stand before a matter begins: the regulator accredits the offices and registers the
 * time authorities, the evidence platform puts the capture tool on record. Once for a ledger; the
 * examples that need it begin with it.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { endpoint, signerOf } from './demo.mjs';
import { ask, attempt, contentOf } from './matter.mjs';

const CAPACITIES = ['notary-office', 'forensic-institution', 'court'];

const own = new URL('/tsa', endpoint.url).href;
const second = process.env.CIVIC_LEDGER_SECOND_TSA;

/**
 * Where tokens come from. The ledger's operator runs the first, so its tokens are kept and not
 * counted; CIVIC_LEDGER_SECOND_TSA names an authority that has nothing to do with this ledger, such
 * as one that `npx civic-ledger tsa serve` runs.
 */
export const timeAuthorities = [
  { id: 'ledger-clock', url: own, owner: 'evidence-platform', relation: 'ledger-operator' },
  ...(second === undefined
    ? []
    : [{ id: 'second-clock', url: second, owner: 'time-service', relation: 'independent' }]),
];

/** SHA-256 of the capture tool's file: the build that captures name. */
export const toolBuild = createHash('sha256')
  .update(readFileSync(new URL('captureTool.mjs', import.meta.url)))
  .digest('hex');

/** Everything above, as far as it is not on the ledger yet. */
export async function prepareStanding() {
  for (const capacity of CAPACITIES) await accredit(capacity);
  for (const authority of timeAuthorities) await registerAuthority(authority);
  const tool = { build: toolBuild, profiles: ['web-auto'] };
  await once('admin@evidence-platform', 'RegisterTool', tool, 'TOOL_EXISTS');
}

/** In the demonstration each of these organisations is called what it is. */
async function accredit(capacity) {
  const query = `query ($id: String!, $seen: Position) {
    evidenceAccreditations(
      first: 1
      where: { organisationId: { eq: $id } }
      minPosition: $seen
    ) {
      nodes { accreditationId }
    }
  }`;
  const { evidenceAccreditations: stands } = await ask(query, { id: capacity });
  if (stands.nodes.length > 0) return;
  const document = await contentOf(`licence of the ${capacity}`);
  const validity = {
    validFrom: '2020-01-01T00:00:00.000Z',
    validUntil: '2099-01-01T00:00:00.000Z',
  };
  const grant = { organisation: capacity, capacity, document, ...validity };
  await once('officer@regulator', 'GrantAccreditation', grant, null);
}

async function registerAuthority({ id, url, owner, relation }) {
  const chain = await (await fetch(`${url}/chain.pem`)).text();
  const root = chain
    .split('-----BEGIN CERTIFICATE-----')
    .at(-1)
    .replace(/-----END.*|\s/g, '');
  const authority = { id, owner, relation, root, policies: ['2.999.3161.1'] };
  await once('admin@regulator', 'RegisterTimeAuthority', authority, 'AUTHORITY_EXISTS');
}

/** Puts something on record; `stands` is the refusal that says that it was done before. */
async function once(actor, action, fields, stands) {
  const { refused } = await attempt(signerOf(actor), action, fields);
  if (refused !== null && refused !== stands) throw new Error(`${action}: ${refused}`);
}
