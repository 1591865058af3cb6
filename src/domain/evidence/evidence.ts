/**
 * The domain of evidence preservation (电子存证), from the moment of capture to the courtroom. One
 * folder a group of nouns: `capture/` how content comes about, `custody/` who holds and reads it,
 * `acts/` what notaries and institutions make of it, `case/` what courts do with it, `keeping/` how
 * long it stays, `standing/` who may act in which capacity. In this folder itself: what is
 * registered, by whom it is closed, and how it is dated.
 */
import type { DomainModule } from '../domainModule.js';
import { appraisalActions, appraisalEvents } from './acts/appraisal.js';
import { certificateActions, certificateEvents } from './acts/certificate.js';
import { notarialActActions, notarialActEvents } from './acts/notarialAct.js';
import { workingDaysActions, workingDaysEvents } from './acts/workingDays.js';
import { batchActions, batchEvents } from './batch.js';
import { artefactActions, artefactEvents } from './capture/artefact.js';
import { captureActions, captureEvents } from './capture/capture.js';
import { environmentActions, environmentEvents } from './capture/environment.js';
import { sealActions, sealEvents } from './capture/seal.js';
import { toolActions, toolEvents } from './capture/tool.js';
import { caseLinkActions, caseLinkEvents } from './case/caseLink.js';
import { dossierActions, dossierEvents } from './case/dossier.js';
import { accessActions, accessEvents } from './custody/access.js';
import { custodyActions, custodyEvents } from './custody/custody.js';
import { undertakingActions, undertakingEvents } from './custody/undertaking.js';
import { itemActions, itemEvents } from './item.js';
import { erasureActions, erasureEvents } from './keeping/erasure.js';
import { holdActions, holdEvents } from './keeping/hold.js';
import { retentionActions, retentionEvents } from './keeping/retention.js';
import { pinStepsActions, pinStepsEvents } from './pinSteps.js';
import { accreditationActions, accreditationEvents } from './standing/accreditation.js';
import { incidentActions, incidentEvents } from './standing/incident.js';
import { platformFactActions, platformFactEvents } from './standing/platformFact.js';
import { relationActions, relationEvents } from './standing/relation.js';
import { itemSealActions, itemSealEvents } from './seal.js';
import { counted } from './stepCount.js';
import { supersedeActions, supersedeEvents } from './supersede.js';
import { timeAuthorityActions, timeAuthorityEvents } from './timeAuthority.js';
import { timestampActions, timestampEvents } from './timestamp.js';
import { timestampIssueActions, timestampIssueEvents } from './timestampIssue.js';
import { withdrawActions, withdrawEvents } from './withdraw.js';

export const evidence: DomainModule = {
  name: 'evidence',
  actions: {
    ...itemActions,
    ...batchActions,
    ...supersedeActions,
    ...withdrawActions,
    ...timeAuthorityActions,
    ...timestampActions,
    ...timestampIssueActions,
    ...itemSealActions,
    ...pinStepsActions,
    ...accreditationActions,
    ...relationActions,
    ...platformFactActions,
    ...incidentActions,
    ...toolActions,
    ...captureActions,
    ...environmentActions,
    ...artefactActions,
    ...sealActions,
    ...custodyActions,
    ...undertakingActions,
    ...accessActions,
    ...workingDaysActions,
    ...notarialActActions,
    ...certificateActions,
    ...appraisalActions,
    ...dossierActions,
    ...caseLinkActions,
    ...holdActions,
    ...retentionActions,
    ...erasureActions,
  },
  events: counted({
    ...itemEvents,
    ...batchEvents,
    ...supersedeEvents,
    ...withdrawEvents,
    ...timeAuthorityEvents,
    ...timestampEvents,
    ...timestampIssueEvents,
    ...itemSealEvents,
    ...pinStepsEvents,
    ...accreditationEvents,
    ...relationEvents,
    ...platformFactEvents,
    ...incidentEvents,
    ...toolEvents,
    ...captureEvents,
    ...environmentEvents,
    ...artefactEvents,
    ...sealEvents,
    ...custodyEvents,
    ...undertakingEvents,
    ...accessEvents,
    ...workingDaysEvents,
    ...notarialActEvents,
    ...certificateEvents,
    ...appraisalEvents,
    ...dossierEvents,
    ...caseLinkEvents,
    ...holdEvents,
    ...retentionEvents,
    ...erasureEvents,
  }),
};
