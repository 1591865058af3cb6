/**
 * What has to stand before a matter begins: the regulator accredits the offices and registers the
 * time authorities; the evidence platform puts its capture tool and the facts about itself on
 * record, and an auditor endorses these. Once for a ledger; the examples that need it begin with
 * it.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { endpoint, signerOf } from './demo.mjs';
import { ask, attempt, contentOf } from './matter.mjs';

/** Organisations with what the regulator accredits them as. */
const CAPACITIES = [
  ['notary-office', 'notary-office'],
  ['forensic-institution', 'forensic-institution'],
  ['court', 'court'],
  ['audit-firm', 'auditor'],
];

const origin = new URL('/', endpoint.url).href;

/**
 * Where tokens come from. Where the ledger's operator runs an authority, its tokens are kept and
 * not counted; two others have nothing to do with it or with one another. Those are the
 * demonstration's own, unless CIVIC_LEDGER_CLOCKS names them elsewhere (`<id>=<url> <id>=<url>`),
 * each the id of the organisation that it belongs to, for example two that
 * `npx civic-ledger tsa serve` runs.
 */
export const timeAuthorities = [
  ...(await operators()),
  ...clocks().map(([id, url]) => ({ id, url, owner: id, relation: 'independent' })),
];

async function operators() {
  const url = `${origin}tsa`;
  if (!(await fetch(`${url}/chain.pem`)).ok) return [];
  return [{ id: 'ledger-clock', url, owner: 'evidence-platform', relation: 'ledger-operator' }];
}

function clocks() {
  const own = ['time-service', 'observatory'].map((id) => `${id}=${origin}clocks/${id}/tsa`);
  const named = process.env.CIVIC_LEDGER_CLOCKS ?? own.join(' ');
  return named.split(' ').map((clock) => clock.split(/=(.*)/));
}

const FROM = '2020-01-01T00:00:00.000Z';

/** SHA-256 of the capture tool's file: the build that captures name. */
export const toolBuild = createHash('sha256')
  .update(readFileSync(new URL('captureTool.mjs', import.meta.url)))
  .digest('hex');

/** Everything above, as far as it is not on the ledger yet. */
export async function prepareStanding() {
  for (const [organisation, capacity] of CAPACITIES) await accredit(organisation, capacity);
  for (const authority of timeAuthorities) await registerAuthority(authority);
  for (const kind of ['filing', 'protection-level']) await recordFact(kind);
  const tool = { build: toolBuild, profiles: ['web-auto'] };
  await once('admin@evidence-platform', 'RegisterTool', tool, 'TOOL_EXISTS');
}

async function accredit(organisation, capacity) {
  const query = `query ($id: String!, $seen: Position) {
    evidenceAccreditations(
      first: 1
      where: { organisationId: { eq: $id } }
      minPosition: $seen
    ) {
      nodes { accreditationId }
    }
  }`;
  const { evidenceAccreditations: stands } = await ask(query, { id: organisation });
  if (stands.nodes.length > 0) return;
  const document = await contentOf(`licence of the ${organisation}`);
  const validity = { validFrom: FROM, validUntil: '2099-01-01T00:00:00.000Z' };
  const grant = { organisation, capacity, document, ...validity };
  await once('officer@regulator', 'GrantAccreditation', grant, null);
}

/** A fact of the platform (filing number, protection level) with its document, endorsed. */
async function recordFact(kind) {
  const query = `query ($time: Instant!, $seen: Position) {
    platformFactsAt(platformId: "evidence-platform", time: $time, minPosition: $seen) { kind }
  }`;
  const { platformFactsAt: facts } = await ask(query, { time: new Date().toISOString() });
  if (facts.some((fact) => fact.kind === kind.toUpperCase().replace('-', '_'))) return;
  const document = await contentOf(`${kind} of the evidence platform`);
  const record = { kind, document, validFrom: FROM };
  const fact = await once('admin@evidence-platform', 'RecordPlatformFact', record, null);
  await once('auditor@audit-firm', 'EndorsePlatformFact', { fact }, null);
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
  const { refused, eventHash } = await attempt(signerOf(actor), action, fields);
  if (refused !== null && refused !== stands) throw new Error(`${action}: ${refused}`);
  return eventHash;
}
