/**
 * The public face of the package export `civic-ledger/client`: what a frontend, a service or a
 * script needs to sign, submit, follow and verify. Runs in browsers and in Node.js, and needs
 * nothing of the server but its address.
 */
export { canonicalJson } from '../crypto/canonicalJson.js';
export { generateKeyPair, type KeyPair, publicKeyOf, verifySignature } from '../crypto/suites.js';
export { type Checkpoint, type CheckpointVerdict, verifyCheckpoint } from '../ledger/checkpoint.js';
export { type Genesis, genesisHash } from '../ledger/genesis.js';
export { possessionText } from '../ledger/keyPossession.js';
export { parseVerifierKey, type VerifierKey } from '../ledger/verifierKey.js';
export type { TypedDigest } from '../ledger/itemCommitment.js';
export type { EventBody, SignedEvent } from '../ledger/signedEvent.js';
export {
  type ReceiptFacts,
  type ReceiptTrust,
  type ReceiptVerdict,
  receiptVerifier,
  verifyReceipt,
} from '../ledger/verifyReceipt.js';
export { type Batch, isBatchMember, makeBatch } from './batch.js';
export { assembleBundle, type BundleParts } from './bundle/assembleBundle.js';
export { type BundleRequest, collectBundle, stepsToPin } from './bundle/collectBundle.js';
export { collectDossier, type DossierRequest } from './dossier/collectDossier.js';
export { assembleDossier, type DossierParts } from './dossier/dossierBundle.js';
export { fetchDossier, manifestRoot } from './dossier/fetchDossier.js';
export { caseText } from './provenance/caseGraph.js';
export { type Course, courseOf } from './provenance/course.js';
export { provText } from './provenance/provGraph.js';
export { type RecordedStep, recordedSteps } from './provenance/recordedStep.js';
export { follow, type FollowOptions, FollowRefused, type Placed } from './follow.js';
export { entriesSource, type FollowedEntry } from './followEntries.js';
export { type EvidenceRegistration, evidenceSource } from './followEvidence.js';
export { type FollowedStep, stepsSource } from './followSteps.js';
export { TypedDocumentString } from './gen/operations.js';
export { type Endpoint, graphqlRequest, NoAnswer, RequestRefused } from './graphqlRequest.js';
export {
  commitOpenly,
  commitWithSalt,
  digestContent,
  type ItemCommitment,
  publicDigests,
} from './item.js';
export { fetchOutcome, fetchReceipt } from './receipts.js';
export { type ActionRequest, keySigner, signAction, type Signer } from './sign.js';
export { type Outcome, submitEvents, type SubmitOptions } from './submit.js';
export { requestTimestamp, type TimestampEndpoint, type TimestampReply } from './timestamp.js';
export { registrationImprint, registrationText } from '../timestamp/registrationImprint.js';
export { TIMESTAMP_FAULTS, type TimestampFault } from '../timestamp/faults.js';
export {
  type TimestampExpectation,
  type TimestampFacts,
  type TimestampVerdict,
  verifyTimestampFile,
  verifyTimestampResponse,
  verifyTimestampToken,
} from '../timestamp/verifyTimestamp.js';
export { type PaperReport, type PaperTrust, verifyPaper } from './paper/verifyPaper.js';
export { algorithmsIn, type ContentVerdict, verifyContent } from './verify.js';
export { allDigests, type ContentAtHand } from './verifier/content.js';
export {
  declarationObstacle,
  type DeclarationRule,
  declarationText,
} from './verifier/declaration.js';
export type { BundleTrust } from './verifier/examination.js';
export type { BundleQuestion, BundleReport, DossierExtent } from './verifier/report.js';
export { verifyBundle } from './verifier/verifyBundle.js';
