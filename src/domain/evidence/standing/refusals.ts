/**
 * The refusal codes of who may act: accreditations, relations, platform facts. docs/refusals.md
 * explains each.
 */
export const STANDING_REFUSALS = {
  CAPACITY_MISSING: {
    meaning: 'the organisation is not accredited in the capacity that the action asks for',
  },
  CAPACITY_NOT_VALID: {
    meaning: 'the organisation’s accreditation does not hold at the time of the block',
  },
  VALIDITY_REVERSED: { meaning: 'a period ends before it begins' },
  RELATION_TO_ITSELF: { meaning: 'an organisation cannot be related to itself' },
  RELATION_UNKNOWN: { meaning: 'no relation between the two organisations is declared' },
  PARTY_RELATED: { meaning: 'the organisation is a party, or related to one, and so not neutral' },
  FACT_UNKNOWN: { meaning: 'no platform fact of this id is recorded' },
  FACT_STATUS: { meaning: 'the platform fact is endorsed or withdrawn already' },
} as const;
