/** The refusal codes of dossiers and cases. docs/refusals.md explains each. */
export const CASE_REFUSALS = {
  COURT_ROLE_MISSING: { meaning: 'the actor of the court does not hold the role for this' },
  DOSSIER_UNKNOWN: { meaning: 'no dossier of this id was opened' },
  DOSSIER_STATUS: { meaning: 'the dossier is not at a point where the step can be taken' },
  PHASE_PASSED: { meaning: 'the dossier has passed this phase' },
  FILED_BEFORE: { meaning: 'the item is in the dossier already' },
  NOT_FILED: { meaning: 'the item is not in the dossier' },
  DOSSIER_FULL: { meaning: 'the dossier has no room for so many entries' },
  LINK_UNKNOWN: { meaning: 'nothing was submitted to a case under this id' },
  LINK_STATUS: { meaning: 'the submission is not at a point where the step can be taken' },
  OBJECTION_TO_OWN: { meaning: 'who submitted the items, or rules on them, cannot object to them' },
} as const;
