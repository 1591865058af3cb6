/** The enums of standing: capacities, relations, facts of platforms. */
import type {
  ACCREDITATION_END_REASONS,
  Capacity,
} from '../../../domain/evidence/standing/accreditation.js';
import type {
  FACT_END_REASONS,
  PlatformFactKind,
} from '../../../domain/evidence/standing/platformFact.js';
import type { RelationKind } from '../../../domain/evidence/standing/relation.js';
import type { INCIDENT_KINDS } from '../../../domain/evidence/standing/incident.js';
import { enumOf } from '../../enumOf.js';

export const CapacityEnum = enumOf<Capacity>(
  'EvidenceCapacity',
  'In which capacity an organisation is accredited to act.',
  {
    court: 'A court: checks and rules.',
    'notary-office': 'A notary office: certifies.',
    'forensic-institution': 'A forensic institution: appraises.',
    'evidence-platform': 'An evidence platform.',
    auditor: 'An auditor: endorses facts of platforms.',
    regulator: 'A regulator: may place holds.',
    'key-custodian': 'Keeps shares of content keys and attests their destruction.',
  },
);

export const AccreditationStatusEnum = enumOf(
  'AccreditationStatus',
  'Whether an accreditation still stands.',
  {
    granted: 'Stands; whether it holds depends on its dates.',
    replaced: 'A later one took its place.',
    withdrawn: 'Taken back.',
  },
);

export const AccreditationEndReasonEnum = enumOf<(typeof ACCREDITATION_END_REASONS)[number]>(
  'AccreditationEndReason',
  'Why an accreditation is taken back.',
  {
    sanction: 'A sanction.',
    ceased: 'The organisation has ceased to act.',
    'granted-in-error': 'It should not have been granted.',
  },
);

export const RelationKindEnum = enumOf<RelationKind>(
  'EvidenceRelationKind',
  'What ties two organisations together.',
  {
    ownership: 'One owns a part of the other.',
    control: 'One controls the other.',
    funding: 'One funds the other.',
    employment: 'They share staff.',
    agency: 'One acts for the other.',
  },
);

export const RelationStatusEnum = enumOf('EvidenceRelationStatus', 'Whether a relation goes on.', {
  declared: 'Goes on.',
  ended: 'Has ended.',
});

export const PlatformFactKindEnum = enumOf<PlatformFactKind>(
  'PlatformFactKind',
  'What a fact about a platform is of.',
  {
    filing: 'Its filing as a blockchain information service.',
    'protection-level': 'Its level of classified protection (等保).',
    certificate: 'A certificate of its system.',
    'system-version': 'The version of its system.',
    'process-document': 'Its process.',
    ownership: 'Who owns it.',
    insurance: 'Its insurance.',
  },
);

export const PlatformFactStatusEnum = enumOf(
  'PlatformFactStatus',
  'How far a fact is vouched for.',
  {
    recorded: 'The platform says so.',
    endorsed: 'An auditor has endorsed it.',
    withdrawn: 'The platform has taken it back.',
  },
);

export const FactEndReasonEnum = enumOf<(typeof FACT_END_REASONS)[number]>(
  'PlatformFactEndReason',
  'Why a fact is taken back.',
  {
    superseded: 'Another fact took its place.',
    'recorded-in-error': 'It should not have been recorded.',
    ceased: 'It no longer holds.',
  },
);

export const IncidentKindEnum = enumOf<(typeof INCIDENT_KINDS)[number]>(
  'EvidenceIncidentKind',
  'What went wrong with a platform or an office.',
  {
    outage: 'It could not be reached.',
    'clock-drift': 'Its clock was off.',
    'key-loss': 'A key was lost or became known.',
    'data-loss': 'Contents or records were lost.',
    intrusion: 'Somebody got in who may not.',
    other: 'Something else, as the report says.',
  },
);
