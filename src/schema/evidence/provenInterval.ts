/** Which tokens count by the rule of the seal, and the interval that they prove at present. */
import type { Hex } from '../../crypto/bytes.js';
import type { SchemaContext } from '../context.js';
import type { ProvenIntervalObject } from './seal.types.js';
import type { EvidenceTimestampObject } from './timestamp.types.js';

/** What a token is asked for. */
interface Registered {
  readonly registration: Hex;
  readonly claimantId: string;
}

/** The tokens that count by the rule of the seal: independent when attached, and still. */
export async function countedTimestamps(
  { registration, claimantId }: Registered,
  context: SchemaContext,
): Promise<readonly EvidenceTimestampObject[]> {
  const tokens = await context.loaders.timestamps.load(registration);
  const counts = await Promise.all(tokens.map((token) => isCounted(token, claimantId, context)));
  return tokens.filter((_, index) => counts[index]);
}

async function isCounted(
  { relation, ownerId }: EvidenceTimestampObject,
  claimantId: string,
  { loaders }: SchemaContext,
): Promise<boolean> {
  if (relation !== 'independent') return false;
  const related = await loaders.relatedOrganisations.load(ownerId);
  if (related.includes(claimantId)) return false;
  const operators = await loaders.ledgerOperators.loadMany([ownerId, ...related]);
  return !operators.includes(true);
}

/** The interval that is proven at present, sealed or not. */
export async function provenInterval(
  registered: Registered,
  context: SchemaContext,
): Promise<ProvenIntervalObject> {
  const { loaders } = context;
  const notBefore = await loaders.lowerBounds.load(registered.registration);
  const tokens = await countedTimestamps(registered, context);
  const [earliest] = tokens.map(({ notLaterThan }) => notLaterThan).sort();
  return { notBefore: notBefore ?? null, notAfter: earliest ?? null };
}
