/**
 * What the mutants are made of: bundles, receipts, tokens and certificates of the stories that the
 * other tests tell, each with the command that finds it sound.
 */
import { assembleBundle, type BundleParts } from '../../src/client/bundle/assembleBundle.js';
import { paperCodes, type PaperCodes } from '../../src/client/paper/paperCodes.js';
import { utf8 } from '../../src/crypto/bytes.js';
import { saltedCommitment, type TypedDigest } from '../../src/ledger/itemCommitment.js';
import { parseReceipt, type Receipt } from '../../src/ledger/receipt.js';
import { certificatesToPem } from '../../src/timestamp/pem.js';
import { requestFor, signedCertificate, testCertifier } from '../certificate/certificateStory.js';
import { BundleStory, PAGE, TIME_ROOTS } from '../client/verifier/bundleStory.js';
import { CertifiedStory } from '../client/verifier/certifiedStory.js';
import type { Powers } from '../ledger/cometbft/voters.js';
import { OWNER } from '../schema/evidence/lifeStory.js';
import { digestsOf } from '../support/evidence.js';
import { testAuthority } from '../support/timeAuthority.js';
import type { Sample } from './mutant.js';

/** All samples. Takes some seconds. */
export async function allSamples(): Promise<readonly Sample[]> {
  const story = new BundleStory();
  const three: Powers = { court: 1, 'notary-office': 1, institute: 1 };
  const votes = { ...three, vault: 1 };
  const young = new CertifiedStory(votes);
  const old = new CertifiedStory(votes, { ...three, university: 1 }, votes);
  try {
    return [
      ...(await ofOperator(story)),
      ...(await ofValidators(young, 'first validators')),
      ...(await ofValidators(old, 'third validators')),
    ];
  } finally {
    for (const each of [story, young, old]) await each.close();
  }
}

async function ofOperator(story: BundleStory): Promise<readonly Sample[]> {
  await story.pin();
  const parts = await story.parts();
  const content = { name: 'page.png', bytes: utf8(PAGE) };
  const bundle = assembleBundle({ ...parts, content });
  const { genesisText, ledger } = story.kit;
  return [
    bundleSample('captured', bundle, ledger),
    bundleSample('private', await privateBundle(story), ledger),
    ...receiptSamples('operator', parts),
    await paperSample('batch', story, { item: story.item, content: PAGE }),
    await paperSample('single', story, { item: story.bare, content: 'a file without a capture' }),
    ...tokenSamples(),
    await certificateSample(story, bundle),
  ].map((sample) => withGenesis(sample, genesisText));
}

/** An item of which the ledger has a salted commitment only; salt and content are in the bundle. */
async function privateBundle(story: BundleStory): Promise<Uint8Array> {
  const text = 'a private file';
  const digests = digestsOf(text) as readonly TypedDigest[];
  const salt = '5a'.repeat(32);
  const commitment = saltedCommitment(digests, salt);
  const data = { item: { commitment, category: 'document', claim: 'custodian' } };
  const item = story.tell(OWNER, 'RegisterItem', data);
  await story.pin(item);
  const content = { name: 'private.txt', bytes: utf8(text) };
  return assembleBundle({ ...(await story.parts(item)), content, salt: { salt, digests } });
}

async function ofValidators(story: CertifiedStory, name: string): Promise<readonly Sample[]> {
  const parts = await story.parts();
  const content = { name: 'item.bin', bytes: utf8('the item') };
  return [
    bundleSample(name, assembleBundle({ ...parts, content }), story.kit.ledger),
    ...receiptSamples(name, parts),
  ].map((sample) => withGenesis(sample, story.kit.genesisText));
}

function withGenesis(sample: Sample, genesisText: string): Sample {
  return { ...sample, files: { ...sample.files, 'genesis.json': utf8(genesisText) } };
}

function bundleSample(name: string, bytes: Uint8Array, ledger: string): Sample {
  const command = ['evidence', 'verify', '{mutant}', '--genesis', ledger, '--json'];
  return {
    name: `bundle ${name}`,
    kind: 'bundle',
    bytes,
    files: { 'roots.pem': utf8(certificatesToPem(TIME_ROOTS)) },
    command: [...command, '--tsa-root', '{roots.pem}'],
  };
}

const RECEIPTS = 5;

/** The registration, and steps spread over the story. */
function receiptSamples(name: string, { itemReceipt, steps }: BundleParts): readonly Sample[] {
  const stride = Math.ceil(steps.length / (RECEIPTS - 1));
  const some = steps.filter((_, index) => index % stride === 0).map(({ receipt }) => receipt);
  return [itemReceipt, ...some].map((receipt, index) => ({
    name: `receipt ${name} ${index}`,
    kind: 'receipt',
    bytes: utf8(receipt),
    files: {},
    command: ['receipt', 'verify', '{mutant}', '--genesis', '{genesis.json}', '--json'],
  }));
}

async function paperSample(
  name: string,
  story: BundleStory,
  { item, content }: { readonly item: string; readonly content: string },
): Promise<Sample> {
  const { itemReceipt } = await story.parts(item);
  const { proof, record } = paperCodes(parseReceipt(itemReceipt) as Receipt) as PaperCodes;
  const command = ['evidence', 'verify-paper', '{mutant}', '--genesis', '{genesis.json}', '--json'];
  return {
    name: `paper ${name}`,
    kind: 'paper',
    bytes: utf8([proof, ...record].map((code) => `${code}\n`).join('')),
    files: { content: utf8(content) },
    command: [...command, '--content', '{content}'],
  };
}

function tokenSamples(): readonly Sample[] {
  const registration = 'ab'.repeat(32);
  return ['observatory', 'institute-of-time'].map((name) => ({
    name: `token ${name}`,
    kind: 'token',
    bytes: testAuthority(name).stamp(registration),
    files: { 'root.pem': utf8(certificatesToPem([testAuthority(name).root])) },
    command: ['timestamp', 'verify', '{mutant}', registration, '--root', '{root.pem}', '--json'],
  }));
}

async function certificateSample(story: BundleStory, bundle: Uint8Array): Promise<Sample> {
  const root = testCertifier().chain.slice(1);
  return {
    name: 'certificate',
    kind: 'certificate',
    bytes: await signedCertificate(requestFor(story, bundle)),
    files: { 'root.pem': utf8(certificatesToPem(root)) },
    command: ['evidence', 'verify-certificate', '{mutant}', '--root', '{root.pem}', '--json'],
  };
}
