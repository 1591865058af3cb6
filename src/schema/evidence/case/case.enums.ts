/** The enums of dossiers and cases. */
import type {
  CHECK_RESULTS,
  OBJECTION_ARTICLES,
  OBJECTION_GROUNDS,
  Outcome,
} from '../../../domain/evidence/case/caseLink.js';
import type { Phase } from '../../../domain/evidence/case/dossierRecord.js';
import { enumOf } from '../../enumOf.js';

export const DossierPhaseEnum = enumOf<Phase>('DossierPhase', 'Phases of a matter, in order.', {
  origin: 'How the right came about.',
  performance: 'How it was used or performed.',
  infringement: 'How it was infringed.',
  collection: 'How that was captured.',
  preservation: 'How it was kept.',
  examination: 'How it was certified and appraised.',
  proceedings: 'What happened in proceedings.',
});

export const DossierStatusEnum = enumOf('DossierStatus', 'How far a dossier is.', {
  open: 'Takes items.',
  frozen: 'Its manifest is pinned; takes nothing more.',
  submitted: 'Submitted to a case.',
  closed: 'Closed.',
});

export const CaseLinkStatusEnum = enumOf('CaseLinkStatus', 'How far a submission is.', {
  submitted: 'A party has submitted it.',
  checked: 'The court has checked it.',
  objected: 'A party has objected.',
  answered: 'The submitter has answered.',
  ruled: 'The court has ruled.',
});

export const CaseCheckResultEnum = enumOf<(typeof CHECK_RESULTS)[number]>(
  'CaseCheckResult',
  'What the technical check (技术核验) gave.',
  {
    consistent: 'What is shown is what was registered.',
    inconsistent: 'It is not.',
    'not-checkable': 'It could not be checked.',
  },
);

export const ObjectionArticleEnum = enumOf<(typeof OBJECTION_ARTICLES)[number]>(
  'ObjectionArticle',
  'The rule that an objection rests on.',
  {
    'online-litigation-16': '在线诉讼规则 第16条: altered after upload.',
    'online-litigation-17': '在线诉讼规则 第17条: platform and process.',
    'online-litigation-18': '在线诉讼规则 第18条: truth before upload.',
    'internet-courts-11': '互联网法院规定 第11条: the six points of review.',
    'civil-evidence-90': '民事诉讼证据规定 第90条: doubtful data cannot stand alone.',
    'civil-evidence-93': '民事诉讼证据规定 第93条: the seven factors.',
    'civil-evidence-94': '民事诉讼证据规定 第94条: the presumptions.',
    'intellectual-property-evidence-30': '知产证据规定 第30条: notarised material rebutted.',
    'criminal-procedure-110': '刑诉解释 第110条: authenticity.',
    'criminal-procedure-112': '刑诉解释 第112条: lawfulness.',
    'criminal-procedure-113': '刑诉解释 第113条: curable faults.',
    'criminal-procedure-114': '刑诉解释 第114条: exclusion.',
  },
);

export const ObjectionGroundEnum = enumOf<(typeof OBJECTION_GROUNDS)[number]>(
  'ObjectionGround',
  'What is objected.',
  {
    'untrue-before-upload': 'It was not true before it was registered.',
    'altered-after-upload': 'It was altered after it was registered.',
    'source-unclear': 'Where it comes from is not clear.',
    'environment-not-clean': 'The environment of capture was not clean.',
    'process-flawed': 'The process has faults.',
    'custody-broken': 'The custody has gaps.',
    'platform-unqualified': 'The platform is not qualified.',
    'platform-interested': 'The platform has an interest.',
    incomplete: 'Something is left out.',
    'unlawfully-obtained': 'It was obtained unlawfully.',
    'not-relevant': 'It has nothing to do with the case.',
  },
);

export const CaseOutcomeEnum = enumOf<Outcome>('CaseOutcome', 'What the court has ruled.', {
  admitted: 'Admitted.',
  'admitted-in-part': 'Admitted in part.',
  excluded: 'Excluded.',
});
