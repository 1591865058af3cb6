/** The refusal codes of notarial acts and appraisals. docs/refusals.md explains each. */
export const ACTS_REFUSALS = {
  CALENDAR_DATE: {
    meaning: 'a date says nothing that Monday to Friday does not say, or is not of the year',
  },
  ACT_UNKNOWN: { meaning: 'no notarial act of this id was applied for' },
  ACT_STATUS: { meaning: 'the notarial act is not at a point where the step can be taken' },
  APPRAISAL_UNKNOWN: { meaning: 'no appraisal of this id was commissioned' },
  APPRAISAL_STATUS: { meaning: 'the appraisal is not at a point where the step can be taken' },
} as const;
