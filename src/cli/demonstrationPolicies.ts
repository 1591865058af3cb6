/**
 * The policies of the demonstration ledger. They say which roles ask for what; that a court is a
 * court, an office neutral and a holder the holder is the rules' own affair, whatever stands here.
 */
import type { Genesis, PolicyRule } from '../ledger/genesis.js';

const ANYBODY: PolicyRule = { rule: 'ANY' };
const OWN: PolicyRule = { rule: 'SELF' };
const OWN_AS_ADMIN: PolicyRule = { rule: 'SELF', roles: ['admin'] };
const MOST_ADMINS: PolicyRule = { rule: 'MAJORITY', roles: ['admin'] };
const ALL_ADMINS: PolicyRule = { rule: 'ALL', roles: ['admin'] };

const anyWith = (...roles: string[]): PolicyRule => ({ rule: 'ANY', roles });
const ownWith = (...roles: string[]): PolicyRule => ({ rule: 'SELF', roles });
const of = (organisations: readonly string[], ...roles: string[]): PolicyRule => ({
  rule: 'ANY',
  organisations: [...organisations],
  roles,
});

const REGISTERING = anyWith(
  'admin',
  'appraiser',
  'capturer',
  'clerk',
  'counsel',
  'depositor',
  'notary',
);
const CAPTURING = anyWith('capturer', 'counsel', 'notary');
const NOTARY = ownWith('notary');
const APPRAISER = ownWith('appraiser');
const REGULATOR = of(['regulator'], 'admin', 'officer');

const GOVERNANCE: Genesis['policies'] = {
  'governance.EnrolActor': OWN_AS_ADMIN,
  'governance.SetActorRoles': OWN_AS_ADMIN,
  'governance.RemoveActor': OWN_AS_ADMIN,
  'governance.AddKey': OWN_AS_ADMIN,
  'governance.RotateKey': OWN,
  'governance.RevokeKey': OWN,
  'governance.AddOrganisation': MOST_ADMINS,
  'governance.RemoveOrganisation': MOST_ADMINS,
  'governance.SetPolicy': MOST_ADMINS,
  'governance.AddValidator': MOST_ADMINS,
  'governance.ReweighValidator': MOST_ADMINS,
  'governance.RemoveValidator': MOST_ADMINS,
  'governance.SetPowerShareLimit': ALL_ADMINS,
  'governance.ApproveProposal': { rule: 'ANY', roles: ['admin'] },
  'governance.WithdrawProposal': OWN,
};

const STANDING: Genesis['policies'] = {
  'evidence.GrantAccreditation': REGULATOR,
  'evidence.WithdrawAccreditation': REGULATOR,
  'evidence.SetWorkingDays': REGULATOR,
  'evidence.DeclareRelation': ANYBODY,
  'evidence.EndRelation': REGULATOR,
  'evidence.RecordPlatformFact': of(['evidence-platform'], 'admin'),
  'evidence.EndorsePlatformFact': anyWith('auditor'),
  'evidence.WithdrawPlatformFact': OWN_AS_ADMIN,
  'evidence.ReportIncident': anyWith('admin', 'auditor'),
};

const CAPTURE: Genesis['policies'] = {
  'evidence.RegisterTool': of(['evidence-platform', 'notary-office'], 'admin'),
  'evidence.WithdrawTool': OWN_AS_ADMIN,
  'evidence.OpenCapture': CAPTURING,
  'evidence.RecordEnvironment': CAPTURING,
  'evidence.RecordArtefacts': CAPTURING,
  'evidence.CosignCapture': CAPTURING,
  'evidence.CloseCapture': CAPTURING,
  'evidence.SealCapture': CAPTURING,
  'evidence.AbortCapture': CAPTURING,
};

const CUSTODY: Genesis['policies'] = {
  'evidence.OfferCustody': OWN,
  'evidence.AcceptCustody': ANYBODY,
  'evidence.RefuseCustody': ANYBODY,
  'evidence.RequireUndertaking': OWN,
  'evidence.GiveUndertaking': ANYBODY,
  'evidence.LogAccess': ANYBODY,
};

const ACTS: Genesis['policies'] = {
  'evidence.ApplyNotarization': ANYBODY,
  'evidence.AcceptNotarization': NOTARY,
  'evidence.RefuseNotarization': NOTARY,
  'evidence.PauseNotarization': NOTARY,
  'evidence.ResumeNotarization': NOTARY,
  'evidence.ExamineNotarization': NOTARY,
  'evidence.IssueCertificate': NOTARY,
  'evidence.CorrectCertificate': NOTARY,
  'evidence.RevokeCertificate': NOTARY,
  'evidence.CommissionAppraisal': ANYBODY,
  'evidence.ReceiveMaterial': APPRAISER,
  'evidence.IssueOpinion': APPRAISER,
  'evidence.SupplementOpinion': APPRAISER,
  'evidence.WithdrawOpinion': APPRAISER,
  'evidence.DisregardOpinion': of(['court'], 'judge'),
};

const CASES: Genesis['policies'] = {
  'evidence.OpenDossier': ANYBODY,
  'evidence.FileInDossier': OWN,
  'evidence.TakeFromDossier': OWN,
  'evidence.FreezeDossier': OWN,
  'evidence.SubmitDossier': OWN,
  'evidence.CloseDossier': OWN,
  'evidence.SubmitToCase': ANYBODY,
  'evidence.CheckInCase': of(['court'], 'clerk', 'judge'),
  'evidence.ObjectInCase': ANYBODY,
  'evidence.AnswerInCase': ANYBODY,
  'evidence.RuleInCase': of(['court'], 'judge'),
  'evidence.ReplaceRuling': of(['court'], 'judge'),
};

const KEEPING: Genesis['policies'] = {
  'evidence.PlaceHold': of(['court', 'regulator'], 'judge', 'officer'),
  'evidence.LiftHold': OWN,
  'evidence.SetRetention': OWN,
  'evidence.RequestErasure': ANYBODY,
  'evidence.DecideErasure': OWN,
  'evidence.AttestKeyDestruction': anyWith('keeper'),
};

const TIME: Genesis['policies'] = {
  'evidence.AttachTimestamp': REGISTERING,
  'evidence.SealItem': OWN,
  'evidence.IssueTimestamp': anyWith('timestamper'),
  'evidence.RegisterTimeAuthority': of(['regulator'], 'admin'),
};

/** Whatever is not named here is forbidden. */
export const DEMONSTRATION_POLICIES: Genesis['policies'] = {
  '*': { rule: 'FORBIDDEN' },
  'evidence.RegisterItem': REGISTERING,
  'evidence.RegisterBatch': REGISTERING,
  'evidence.SupersedeItem': OWN,
  'evidence.WithdrawItem': OWN,
  'evidence.PinSteps': ANYBODY,
  ...TIME,
  ...STANDING,
  ...CAPTURE,
  ...CUSTODY,
  ...ACTS,
  ...CASES,
  ...KEEPING,
  ...GOVERNANCE,
};
