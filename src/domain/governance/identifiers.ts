/**
 * The names that governance gives: organisations, actors and roles. A name is a pseudonymous label
 * of a fixed small alphabet, so that it has one spelling and needs no escaping anywhere.
 */
import { text } from '../shape.js';

/** The one role with a meaning of its own: its holders manage the actors of their organisation. */
export const ADMIN_ROLE = 'admin';

/**
 * A label, but none with eleven digits in a row: telephone, identity card and device numbers have
 * no place in what is replicated (个人信息保护法 第6条).
 */
const LABEL = '(?![a-z0-9-]*[0-9]{11})[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';

/** `notary-office`: 1 to 63 characters. */
export const organisationId = text({
  min: 1,
  max: 63,
  pattern: new RegExp(`^${LABEL}$`),
  what: 'a label of 1 to 63 characters a-z, 0-9 and inner hyphens',
});

/** `depositor`: a label like an organisation's. */
export const role = organisationId;

/** `<handle>@<organisation>`, both labels. */
export const actorId = text({
  min: 3,
  max: 127,
  pattern: new RegExp(`^${LABEL}@${LABEL}$`),
  what: '<handle>@<organisation>, both labels of 1 to 63 characters a-z, 0-9 and inner hyphens',
});

/** The organisation that an actor id ends in. */
export function organisationOf(actor: string): string {
  return actor.slice(actor.indexOf('@') + 1);
}
