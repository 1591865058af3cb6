import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BundleStory } from '../../client/verifier/bundleStory.js';
import { BUILD, CASE, JUDGE, LifeStory, OWNER, RIVAL } from '../evidence/lifeStory.js';
import { contentOf } from '../../support/evidenceLife.js';
import { type Data, SUBSCRIPTION_LAG_MAX } from '../ledgerUnderTest.js';

let story = new LifeStory();

beforeEach(async () => {
  await story.close();
  story = new LifeStory();
  story.tell('admin@evidence-platform', 'RegisterTool', { build: BUILD, profiles: ['web-auto'] });
});
afterAll(() => story.close());

const FIELDS = `... on EvidenceStepTaken { prev position step { type recordId } }
  ... on Gap { from to resumeFrom }`;

/** Follows a matter from a position of the log; null: from its start. */
function follow(of: string, after: string | null = null) {
  const place = after === null ? 'null' : `"${after}"`;
  return story.follow(`subscription { evidenceSteps(after: ${place}, of: ${of}) { ${FIELDS} } }`);
}

async function take(stream: AsyncGenerator<unknown>, count: number): Promise<Data[]> {
  const payloads: Data[] = [];
  while (payloads.length < count) {
    const { value } = (await stream.next()) as { value: { data: { evidenceSteps: Data } } };
    payloads.push(value.data.evidenceSteps);
  }
  return payloads;
}

const types = (payloads: readonly Data[]): string[] =>
  payloads.map(({ step }) => (step.type as string).replace('evidence.', ''));

const CAPTURED = ['CaptureOpened', 'ArtefactsRecorded', 'CaptureClosed', 'CaptureSealed'];

function submit(items: readonly string[]): string {
  return story.tell(OWNER, 'SubmitToCase', { items: [...items], case: CASE, court: 'court' });
}

describe('the steps of a matter', () => {
  it('of an item begin with its capture and go on live, without what is of others', async () => {
    const { batch } = story.capture(['page', 'source', 'log'], { checked: false });
    const other = story.capture(['another page'], { checked: false });
    const stream = await follow(`{ item: "${batch}.0" }`);
    expect(types(await take(stream, 4))).toEqual(CAPTURED);
    const next = take(stream, 1);
    story.certify(OWNER, `${other.batch}.0`);
    const link = submit([`${batch}.0`]);
    expect(await next).toMatchObject([
      { step: { type: 'evidence.SubmittedToCase', recordId: link } },
    ]);
    await stream.return(undefined);
  });

  it('of a case are those of everything that was submitted to it, rulings included', async () => {
    const { batch } = story.capture(['page', 'source'], { checked: false });
    const stream = await follow(`{ case: "${CASE}" }`, '0');
    const link = submit([`${batch}.1`]);
    const document = contentOf('a text');
    story.tell(JUDGE, 'CheckInCase', { link, result: 'consistent', report: document });
    const ground = { article: 'online-litigation-18', ground: 'incomplete' };
    story.tell(RIVAL, 'ObjectInCase', { link, ...ground, document });
    story.tell(JUDGE, 'RuleInCase', { link, outcome: 'excluded', document });
    const steps = ['SubmittedToCase', 'CaseChecked', 'CaseObjected', 'CaseRuled'];
    expect(types(await take(stream, 8))).toEqual([...CAPTURED, ...steps]);
    await stream.return(undefined);
  });

  it('show time-stamps and the seal of the batch that an item is a member of', async () => {
    const sealed = new BundleStory();
    const query = `{
      member: evidenceItem(id: "${sealed.item}") { trace { steps { stage step { type } } } }
      single: evidenceItem(id: "${sealed.bare}") { trace { steps { stage step { type } } } }
    }`;
    const { member, single } = await sealed.ask(query);
    const stored = ({ trace }: Data): string[] =>
      (trace.steps as Data[])
        .filter(({ stage }) => stage === 'STORAGE')
        .map(({ step }) => (step.type as string).replace('evidence.', ''));
    const tokens = ['BatchRegistered', 'TimestampAttached', 'TimestampAttached', 'ItemSealed'];
    expect(stored(member)).toEqual([...tokens, 'AccessLogged']);
    expect(stored(single)).toEqual(['ItemRegistered', 'TimestampAttached']);
    const stream = await sealed.follow(
      `subscription { evidenceSteps(after: null, of: { item: "${sealed.item}" }) { ${FIELDS} } }`,
    );
    expect(types(await take(stream, 9)).slice(6)).toEqual(tokens.slice(1));
    await stream.return(undefined);
    await sealed.close();
  });

  it('of a dossier are its own and those of the items in it', async () => {
    const { batch } = story.capture(['page'], { checked: false });
    const item = `${batch}.0`;
    const dossier = story.tell('bot@evidence-platform', 'OpenDossier', {});
    const stream = await follow(`{ dossier: "${dossier}" }`);
    expect(types(await take(stream, 1))).toEqual(['DossierOpened']);
    const filing = { dossier, phase: 'collection', items: [item] };
    story.tell('bot@evidence-platform', 'FileInDossier', filing);
    story.certify(OWNER, item);
    const steps = ['DossierFiled', 'NotarizationApplied', 'NotarizationAccepted'];
    expect(types(await take(stream, 3))).toEqual(steps);
    await stream.return(undefined);
  });

  it('can be resumed behind any of them, each naming the one before', async () => {
    const { batch } = story.capture(['page'], { checked: true });
    const first = await follow(`{ item: "${batch}.0" }`);
    const all = await take(first, 5);
    await first.return(undefined);
    expect(all[0]?.['prev']).toBeNull();
    for (const [index, { position }] of all.slice(0, -1).entries()) {
      const again = await follow(`{ item: "${batch}.0" }`, position as string);
      const rest = await take(again, all.length - index - 1);
      expect(rest).toEqual(all.slice(index + 1));
      expect(rest[0]?.['prev']).toBe(position);
      await again.return(undefined);
    }
  });

  it('tell who falls behind of the gap', async () => {
    const { batch } = story.capture(['page'], { checked: false });
    const stream = await follow(`{ item: "${batch}.0" }`);
    const [opened] = await take(stream, 1);
    story.position.advance(Number(opened?.['position']) + 1_000 + SUBSCRIPTION_LAG_MAX);
    const sent = await take(stream, 4);
    expect(sent.at(-1)).toMatchObject({ from: expect.any(String), resumeFrom: expect.any(String) });
    await stream.return(undefined);
  });

  it.each(['{}', `{ item: "x", case: "${CASE}" }`, '{ item: null }'])(
    'are refused for %s, which names no one matter',
    async (of) => {
      await expect(follow(of)).rejects.toMatchObject({
        extensions: { code: 'BAD_USER_INPUT', field: 'of' },
      });
    },
  );
});
