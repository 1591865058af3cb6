/** Every read model of this server, in the order in which each entry is folded. */
import { evidenceBatches } from './evidence/batches.js';
import { evidenceItems } from './evidence/items.js';
import { evidenceSeals } from './evidence/seals.js';
import { evidenceTimestamps } from './evidence/timestamps.js';
import { evidenceActs } from './evidence/acts.js';
import { evidenceCaptures } from './evidence/captures.js';
import { evidenceCases } from './evidence/cases.js';
import { evidenceCustody } from './evidence/custody.js';
import { evidenceKeeping } from './evidence/keeping.js';
import { evidencePins } from './evidence/pins.js';
import { evidenceStanding } from './evidence/standing.js';
import { evidenceSteps } from './evidence/steps.js';
import { governanceActors } from './governance/actors.js';
import { governanceKeys } from './governance/keys.js';
import { governanceOrganisations } from './governance/organisations.js';
import { governancePolicies } from './governance/policies.js';
import { governanceProposals } from './governance/proposals.js';
import { governanceValidators } from './governance/validators.js';
import { ledgerActions } from './ledger/actions.js';
import type { Projection } from './projection.js';

export const ALL_PROJECTIONS: readonly Projection[] = [
  ledgerActions,
  governanceOrganisations,
  governanceActors,
  governanceKeys,
  governancePolicies,
  governanceProposals,
  governanceValidators,
  evidenceItems,
  evidenceBatches,
  evidenceTimestamps,
  evidenceSeals,
  evidenceActs,
  evidenceCaptures,
  evidenceCases,
  evidenceCustody,
  evidenceKeeping,
  evidencePins,
  evidenceStanding,
  evidenceSteps,
];
