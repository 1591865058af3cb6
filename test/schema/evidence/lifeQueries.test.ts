import { afterAll, describe, expect, it } from '@jest/globals';
import { entrySalt } from '../../../src/ledger/dossierLeaf.js';
import { contentOf } from '../../support/evidenceLife.js';
import { type Data, pluck } from '../ledgerUnderTest.js';
import {
  APPRAISER,
  ATTENDANT,
  AUDITOR,
  BOT,
  BUILD,
  CASE,
  JUDGE,
  KEEPER,
  LifeStory,
  NOTARY,
  OWNER,
  RIVAL,
} from './lifeStory.js';

const story = new LifeStory();
afterAll(() => story.close());

const PAGE = ['image', 'source', 'network'];
story.tell(BOT, 'RegisterTool', { build: BUILD, profiles: ['web-auto', 'screen'] });
const filing = { kind: 'filing', document: contentOf('filing'), validFrom: START() };
const fact = story.tell(BOT, 'RecordPlatformFact', filing);
story.tell(AUDITOR, 'EndorsePlatformFact', { fact });
const { capture, batch } = story.capture(PAGE, { checked: true });
const item = `${batch}.0`;

function START(): string {
  return '2025-06-01T00:00:00.000Z';
}

async function traceOf(id: string): Promise<Data> {
  const { evidenceItem } = await story.ask(
    `query($id: String!) { evidenceItem(id: $id) { trace {
      notBefore notAfter stepCount
      hands { organisationId fromPosition }
      steps { stage step { position type recordKind recordId actorId entry { type } } }
      gaps { kind stage position recordId }
    } } }`,
    { id },
  );
  return evidenceItem.trace as Data;
}

async function gapsOf(id: string): Promise<string[]> {
  const { gaps } = await traceOf(id);
  return (gaps as { kind: string }[]).map(({ kind }) => kind);
}

describe('a capture', () => {
  it('shows its beacon, its check, its artefacts, its seal and its history', async () => {
    const { capture: found } = await story.ask(
      `query($id: Hash!) { capture(id: $id) {
        captureId organisationId profile status environment class batchId artefactCount notBefore
        beaconSize collectorIds signedIds root tool
        environmentChecks { dns } environmentReport { commitment digests { algorithm } }
        artefacts { number role commitment digests { value } }
        history { type actorId }
      } }`,
      { id: capture },
    );
    expect(found).toMatchObject({
      captureId: capture,
      organisationId: 'evidence-platform',
      profile: 'WEB_AUTO',
      status: 'SEALED',
      environment: 'PASSED',
      class: 'CONTROLLED',
      batchId: batch,
      artefactCount: 3,
      environmentChecks: { dns: 'PASS' },
      environmentReport: { digests: [{ algorithm: 'SHA_256' }, { algorithm: 'SM3' }] },
      collectorIds: [ATTENDANT, BOT],
      signedIds: [BOT],
    });
    expect(found.artefacts).toMatchObject([
      { number: 0, role: 'PAGE_IMAGE' },
      { number: 1, role: 'PAGE_SOURCE' },
      { number: 2, role: 'NETWORK_LOG' },
    ]);
    expect(pluck(found.history, 'type')).toEqual([
      'evidence.CaptureOpened',
      'evidence.EnvironmentChecked',
      'evidence.ArtefactsRecorded',
      'evidence.CaptureClosed',
      'evidence.CaptureSealed',
    ]);
  });

  it('is listed under filters, with the tools on record', async () => {
    const data = await story.ask(`{
      captures(where: { status: { eq: SEALED }, organisationId: { eq: "evidence-platform" } }) {
        nodes { captureId } totalCount
      }
      none: captures(where: { not: { profile: { in: [WEB_AUTO] } } }) { totalCount }
      captureTools { nodes { build profiles status } }
      captureTool(id: "${BUILD}") { history { type } }
    }`);
    expect(data['captures']).toEqual({ nodes: [{ captureId: capture }], totalCount: 1 });
    expect(data['none'].totalCount).toBe(0);
    expect(data['captureTools'].nodes).toEqual([
      { build: BUILD, profiles: ['SCREEN', 'WEB_AUTO'], status: 'REGISTERED' },
    ]);
    expect(data['captureTool'].history).toEqual([{ type: 'evidence.ToolRegistered' }]);
  });
});

describe('a trace', () => {
  it('names every hand and every gap, in the order of the log', async () => {
    const before = await traceOf(item);
    expect(before['notBefore'] <= before['notAfter']).toBe(true);
    expect(before['hands']).toMatchObject([{ organisationId: 'evidence-platform' }]);
    expect(before['gaps']).toMatchObject([
      { kind: 'COLLECTOR_UNSIGNED', stage: 'COLLECTION', recordId: ATTENDANT },
    ]);
    story.tell(ATTENDANT, 'CosignCapture', { capture });
    expect(await gapsOf(item)).toEqual([]);
    story.handOver(item, 'image', BOT, NOTARY);
    const act = story.certify(BOT, item);
    const after = await traceOf(item);
    expect(after['gaps']).toEqual([]);
    expect(pluck(after['hands'], 'organisationId')).toEqual(['evidence-platform', 'notary-office']);
    const steps = after['steps'] as { stage: string; step: Data }[];
    expect(steps.map(({ stage, step }) => `${stage} ${step['type']}`)).toEqual([
      'GENERATION evidence.CaptureOpened',
      'GENERATION evidence.EnvironmentChecked',
      'COLLECTION evidence.ArtefactsRecorded',
      'COLLECTION evidence.CaptureClosed',
      'COLLECTION evidence.CaptureSealed',
      'STORAGE evidence.BatchRegistered',
      'COLLECTION evidence.CaptureCosigned',
      'TRANSMISSION evidence.CustodyOffered',
      'TRANSMISSION evidence.CustodyAccepted',
      'EXAMINATION evidence.NotarizationApplied',
      'EXAMINATION evidence.NotarizationAccepted',
      'EXAMINATION evidence.NotarizationExamined',
      'EXAMINATION evidence.CertificateIssued',
    ]);
    expect(after['stepCount']).toBe(steps.length);
    for (const { step } of steps) expect(step['entry'].type).toBe(step['type']);
    expect(steps.at(-1)?.step).toMatchObject({ recordId: act, actorId: NOTARY });
  });

  it('shows a revoked certificate as void where it was issued (invariant 16)', async () => {
    const other = `${batch}.1`;
    const act = story.certify(BOT, other);
    const [first] = (await traceOf(other))['gaps'] as Data[];
    expect(first).toMatchObject({ kind: 'ACTED_WITHOUT_CONTENT', recordId: act });
    story.tell(NOTARY, 'RevokeCertificate', { act, ground: 'untrue' });
    const gaps = (await traceOf(other))['gaps'] as Data[];
    expect(gaps).toMatchObject([
      { kind: 'ACTED_WITHOUT_CONTENT', position: first?.['position'] },
      { kind: 'CERTIFICATE_REVOKED', position: first?.['position'] },
    ]);
    const { notarialAct } = await story.ask(
      `query($id: Hash!) { notarialAct(id: $id) { status revokedGround late issuedTime } }`,
      { id: act },
    );
    expect(notarialAct).toMatchObject({ status: 'REVOKED', revokedGround: 'UNTRUE', late: false });
  });

  it('shows a relation that was found after the act (invariant 7)', async () => {
    expect(await gapsOf(item)).toEqual([]);
    const pair = { organisation: 'notary-office', other: 'evidence-platform' };
    story.tell(NOTARY, 'DeclareRelation', { ...pair, kind: 'ownership' });
    expect(await gapsOf(item)).toEqual(['OFFICE_RELATED']);
    story.tell(NOTARY, 'EndRelation', pair);
    expect(await gapsOf(item)).toEqual([]);
  });

  it('names what is missing from the start', async () => {
    const alone = story.tell(OWNER, 'RegisterItem', {
      item: { ...contentOf('alone'), category: 'document', claim: 'author' },
    });
    expect(await gapsOf(alone)).toEqual(['NO_CAPTURE']);
    const unchecked = story.capture(['only an image'], { checked: false });
    expect(await gapsOf(`${unchecked.batch}.0`)).toEqual([
      'NO_ENVIRONMENT_CHECK',
      'UNCORROBORATED',
      'COLLECTOR_UNSIGNED',
    ]);
    const screen = story.capture(['a screen'], { checked: true, profile: 'screen' });
    expect(await gapsOf(`${screen.batch}.0`)).toEqual(['COLLECTOR_UNSIGNED']);
  });

  it('shows custody of another content, and a mismatch that the recipient found', async () => {
    const owned = story.tell(OWNER, 'RegisterItem', {
      item: { ...contentOf('original'), category: 'document', claim: 'author' },
    });
    const offered = { item: owned, recipient: 'rival', expires: '2026-06-01T00:00:00.000Z' };
    const offer = story.tell(OWNER, 'OfferCustody', { ...offered, content: contentOf('a copy') });
    const found = { offer, reason: 'mismatch', content: contentOf('original') };
    story.tell(RIVAL, 'RefuseCustody', found);
    expect(await gapsOf(owned)).toEqual([
      'NO_CAPTURE',
      'CUSTODY_CONTENT_DIFFERS',
      'CUSTODY_MISMATCH',
    ]);
    const { custodyOffers } = await story.ask(
      `query($item: String!) { custodyOffers(where: { itemId: { eq: $item } }) { nodes {
        status refusedReason answeredContent { commitment } content { commitment }
      } } }`,
      { item: owned },
    );
    expect(custodyOffers.nodes).toMatchObject([
      {
        status: 'REFUSED',
        refusedReason: 'MISMATCH',
        answeredContent: { commitment: contentOf('original')['commitment'] },
      },
    ]);
  });
});

describe('facts of a platform', () => {
  it('are those that were endorsed and held at the time of the act (invariant 25)', async () => {
    const at = (time: string) =>
      story.ask(`{ platformFactsAt(platformId: "evidence-platform", time: "${time}") {
        factId kind auditorId
      } }`);
    expect((await at('2026-01-01T00:00:00.000Z'))['platformFactsAt']).toEqual([
      { factId: fact, kind: 'FILING', auditorId: 'audit-firm' },
    ]);
    // The document says that it held then; nobody had vouched for it yet.
    expect((await at('2025-12-31T23:59:59.999Z'))['platformFactsAt']).toEqual([]);
  });
});

describe('appraisals, cases and dossiers', () => {
  it('show what each authority did, and the ruling as it stands', async () => {
    const commission = { institution: 'institute', items: [item], question: 'integrity' };
    const appraisal = story.tell(BOT, 'CommissionAppraisal', commission);
    story.tell(APPRAISER, 'ReceiveMaterial', { appraisal, materials: [contentOf('image')] });
    const document = contentOf('text');
    story.tell(APPRAISER, 'IssueOpinion', { appraisal, document });
    const link = story.tell(BOT, 'SubmitToCase', { case: CASE, court: 'court', items: [item] });
    story.tell(JUDGE, 'CheckInCase', { link, result: 'consistent', report: document });
    const objection = { article: 'online-litigation-17', ground: 'platform-interested' };
    story.tell(RIVAL, 'ObjectInCase', { link, ...objection, document });
    story.tell(BOT, 'AnswerInCase', { link, document });
    story.tell(JUDGE, 'RuleInCase', { link, outcome: 'admitted', document });
    story.tell(JUDGE, 'ReplaceRuling', { link, outcome: 'admitted-in-part', document });
    const data = await story.ask(`{
      appraisals { nodes { status materials { commitment } items { itemId } history { type } } }
      caseLinks(where: { caseReference: { eq: "${CASE}" } }) { nodes {
        status checkResult objectorId objectionArticle objectionGround outcome
        items { itemId } history { type actorId }
      } }
    }`);
    expect(data['appraisals'].nodes).toMatchObject([
      { status: 'ISSUED', materials: [{}], items: [{ itemId: item }] },
    ]);
    expect(data['caseLinks'].nodes).toMatchObject([
      {
        status: 'RULED',
        checkResult: 'CONSISTENT',
        objectorId: 'rival',
        objectionArticle: 'ONLINE_LITIGATION_17',
        objectionGround: 'PLATFORM_INTERESTED',
        outcome: 'ADMITTED_IN_PART',
        items: [{ itemId: item }],
      },
    ]);
    // Past reports stay dated: both rulings are in the history.
    const { history } = data['caseLinks'].nodes[0] as { history: Data[] };
    expect(history.filter(({ actorId }) => actorId === JUDGE)).toHaveLength(3);
    story.tell(JUDGE, 'DisregardOpinion', { appraisal });
    expect(await gapsOf(item)).toContain('OPINION_FALLEN');
  });

  it('keep a dossier’s entries by number and phase', async () => {
    const dossier = story.tell(BOT, 'OpenDossier', {});
    const salt = '5a'.repeat(32);
    story.tell(BOT, 'FileInDossier', { dossier, phase: 'collection', items: [item], salt });
    story.tell(BOT, 'TakeFromDossier', { dossier, items: [item] });
    story.tell(BOT, 'FileInDossier', { dossier, phase: 'proceedings', items: [item] });
    const { withoutCase } = await story.ask(`{
      withoutCase: dossiers(where: { not: { caseReference: { eq: "${CASE}" } } }) { totalCount }
    }`);
    expect(withoutCase.totalCount).toBe(1);
    const { dossiers } = await story.ask(`{ dossiers { nodes {
      status phase itemCount entryCount root
      entries { nodes { number itemId phase salt removes removedBy } totalCount }
    } } }`);
    expect(dossiers.nodes).toEqual([
      {
        status: 'OPEN',
        phase: 'PROCEEDINGS',
        itemCount: 1,
        entryCount: 3,
        root: null,
        entries: {
          totalCount: 3,
          nodes: [
            {
              ...{ number: 0, itemId: item, phase: 'COLLECTION' },
              ...{ salt: entrySalt(salt, 0), removes: null, removedBy: 1 },
            },
            {
              ...{ number: 1, itemId: item, phase: 'COLLECTION' },
              ...{ salt: null, removes: 0, removedBy: null },
            },
            {
              ...{ number: 2, itemId: item, phase: 'PROCEEDINGS' },
              ...{ salt: null, removes: null, removedBy: null },
            },
          ],
        },
      },
    ]);
  });
});

describe('what has become of content', () => {
  const keeping = async (id: string): Promise<Data> => {
    const { evidenceItem } = await story.ask(
      `query($id: String!) { evidenceItem(id: $id) { keeping {
        holderId contentStatus secret retainedUntil retentionBasis held
      } } }`,
      { id },
    );
    return evidenceItem.keeping as Data;
  };

  it('shows holder, secrecy, holds and erasure; commitment and trace stay', async () => {
    const owned = story.tell(OWNER, 'RegisterItem', {
      item: { ...contentOf('personal'), category: 'document', claim: 'custodian' },
    });
    expect(await keeping(owned)).toEqual({
      holderId: 'owner',
      contentStatus: 'HELD',
      secret: false,
      retainedUntil: null,
      retentionBasis: null,
      held: false,
    });
    story.tell(OWNER, 'RequireUndertaking', { item: owned });
    const order = '0d'.repeat(32);
    const hold = story.tell(JUDGE, 'PlaceHold', { items: [owned], order });
    expect(await keeping(owned)).toMatchObject({ secret: true, held: true });
    story.tell(JUDGE, 'LiftHold', { hold, order });
    const erasure = story.tell(RIVAL, 'RequestErasure', { item: owned, ground: 'order' });
    const decision = { decision: 'erase', custodians: ['vault'], required: 1 };
    story.tell(OWNER, 'DecideErasure', { erasure, ...decision });
    story.tell(KEEPER, 'AttestKeyDestruction', { erasure, proof: contentOf('destroyed') });
    expect(await keeping(owned)).toMatchObject({ contentStatus: 'ERASED', held: false });
    expect(await gapsOf(owned)).toEqual(['NO_CAPTURE', 'CONTENT_ERASED']);
    const data = await story.ask(
      `query($id: String!) {
        evidenceItem(id: $id) { commitment receipt { document } }
        erasures(where: { itemId: { eq: $id } }) { nodes { status attestedIds custodianIds } }
        legalHolds { nodes { status items { itemId } } }
      }`,
      { id: owned },
    );
    expect(data['evidenceItem'].commitment).toBe(contentOf('personal')['commitment']);
    expect(data['erasures'].nodes).toEqual([
      { status: 'EXECUTED', attestedIds: ['vault'], custodianIds: ['vault'] },
    ]);
    expect(data['legalHolds'].nodes).toEqual([{ status: 'LIFTED', items: [{ itemId: owned }] }]);
  });

  it('lists every reading of an item (invariant 11)', async () => {
    for (const [actor, purpose] of [
      [RIVAL, 'verification'],
      [JUDGE, 'court-check'],
    ] as const) {
      story.tell(actor, 'LogAccess', { item, purpose, authority: 'law' });
    }
    const { evidenceAccesses } = await story.ask(
      `query($item: String!) { evidenceAccesses(where: { itemId: { eq: $item } }) {
        nodes { actorId purpose authority }
      } }`,
      { item },
    );
    expect(evidenceAccesses.nodes).toEqual([
      { actorId: RIVAL, purpose: 'VERIFICATION', authority: 'LAW' },
      { actorId: JUDGE, purpose: 'COURT_CHECK', authority: 'LAW' },
    ]);
  });
});
