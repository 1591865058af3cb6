/**
 * A certificate as a list of blocks: the finding first, then the facts, every check, the codes for
 * paper, and what the signature rests on. All verdicts are the verifier’s own sentences.
 */
import { CHECKS } from '../client/verifier/checks.js';
import type { PaperCodes } from '../client/paper/paperCodes.js';
import { filled } from '../client/verifier/finding.js';
import { type Hex, utf8 } from '../crypto/bytes.js';
import type { Instant } from '../ledger/instant.js';
import type { Block } from './layout/block.js';
import type { Cell } from './layout/cell.js';
import { WIDTH } from './layout/flow.js';
import { STATUS_COLOURS } from './layout/style.js';
import { qrImage } from './qrImage.js';
import {
  actsSection,
  captureSection,
  contentSection,
  itemSection,
  ledgerSection,
  platformSection,
  type Stated,
  timeSection,
} from './sections.js';
import type { CertificateSummary } from './signing/certifier.js';
import { plain, type Speech } from './speech.js';
import { STATUS_WORDS, WORDS } from './wording.js';

/** What a certificate says besides the facts of its item. */
export interface Issue extends Stated {
  readonly number: string;
  readonly issued: Instant;
  readonly signer: CertificateSummary;
  readonly root: CertificateSummary;
  /** Roots of time authorities that were trusted. */
  readonly timeRoots: number;
  readonly bundle: { readonly sha256: Hex; readonly length: number; readonly isAttached: boolean };
  /** Undefined: the record is too large for paper. */
  readonly codes: PaperCodes | undefined;
}

/** Side of a printed code in points: 100 mm, so that a 200 dpi scan reads it. */
const CODE_SIDE = 283.5;

/** The blocks of a certificate. */
export function composeCertificate(issue: Issue): readonly Block[] {
  return [
    ...titleBlocks(issue),
    ...itemSection(issue),
    ...contentSection(issue),
    ...timeSection(issue),
    ...captureSection(issue),
    ...ledgerSection(issue),
    ...platformSection(issue),
    ...actsSection(issue),
    ...checkBlocks(issue),
    ...codeBlocks(issue),
    ...signatureBlocks(issue),
  ];
}

function titleBlocks({ speech, signer, number, issued, report }: Issue): readonly Block[] {
  const { zh, en } = WORDS.title;
  const isChinese = speech.language !== 'en';
  const title = isChinese ? zh : en;
  const conclusions = report.conclusions.flatMap((sentence, index): Cell => {
    return speech.say(sentence, index === 0 ? ['strong', 'strongSecond'] : ['main', 'second']);
  });
  return [
    { kind: 'space', height: 6 },
    { kind: 'centred', text: title, style: 'title', tracking: isChinese ? 5 : 0 },
    ...(speech.language === 'both'
      ? [{ kind: 'centred', text: en, style: 'titleSecond', tracking: 0 } as const]
      : []),
    { kind: 'space', height: 8 },
    { kind: 'rule' },
    speech.row('number', [{ text: number, style: 'strong' }]),
    speech.row('issuer', [{ text: signer.organisation, style: 'main' }]),
    speech.row('issued', speech.time(issued)),
    speech.heading('finding'),
    { kind: 'space', height: 6 },
    { kind: 'box', cell: conclusions },
  ];
}

function checkBlocks({ report, speech }: Issue): readonly Block[] {
  const widths = [30, 104, 82].concat(WIDTH - 216);
  const rows = report.sections.flatMap(({ lines }) =>
    lines.map(({ check, status, findings }): Block => {
      const verdict = speech
        .say(STATUS_WORDS[status])
        .map((piece) => ({ ...piece, colour: STATUS_COLOURS[status] }));
      const found = findings.flatMap((finding) => speech.say(finding));
      const code: Cell = [{ text: check, style: 'label' }];
      return { kind: 'row', cells: [code, speech.label(CHECKS[check]), verdict, found], widths };
    }),
  );
  return [
    speech.heading('checks'),
    { kind: 'paragraph', cell: speech.word('checksNote') },
    ...rows,
  ];
}

function codeBlocks({ codes, facts, speech }: Issue): readonly Block[] {
  const heading = speech.heading('proof');
  if (codes === undefined) {
    const why = 'checkpoint' in facts.receipt ? 'tooLarge' : 'votesNotPrinted';
    return [heading, { kind: 'paragraph', cell: speech.word(why) }];
  }
  const bytes = utf8(codes.proof).length;
  const count = codes.record.length;
  const records = codes.record.map((text, index): Block => {
    const number = index + 1;
    const cell = [
      ...speech.say(filled(WORDS.recordCode, { number, count }), ['label', 'second']),
      ...speech.word('recordCodeNote'),
    ];
    const image = qrImage(`Q${number}`, text, 'Alphanumeric');
    return { kind: 'figure', image, side: CODE_SIDE, cell };
  });
  const proof = [
    ...speech.say(WORDS.proofCode, ['label', 'second']),
    ...speech.word('proofCodeNote', { bytes }),
  ];
  return [
    { kind: 'page' },
    heading,
    { kind: 'paragraph', cell: speech.word('proofNote') },
    { kind: 'figure', image: qrImage('Q0', codes.proof, 'Byte'), side: CODE_SIDE, cell: proof },
    ...records,
  ];
}

function signatureBlocks({ speech, signer, root, bundle, timeRoots }: Issue): readonly Block[] {
  const { length, sha256, isAttached } = bundle;
  const attached = speech.word(isAttached ? 'bundleAttached' : 'bundleApart', { length });
  return [
    speech.heading('signature'),
    speech.row('signedBy', certificateCell(signer, speech)),
    speech.row('signedUnder', certificateCell(root, speech)),
    speech.row('bundle', [{ digest: sha256 }, ...attached]),
    speech.row('trusted', speech.word('trustedValue', { roots: timeRoots })),
    speech.heading('limits'),
    { kind: 'paragraph', cell: speech.word('limitsValue') },
    { kind: 'paragraph', cell: speech.word('howTo') },
  ];
}

function certificateCell(certificate: CertificateSummary, speech: Speech): Cell {
  const { commonName, notAfter, fingerprint } = certificate;
  const until = speech.line('validUntil');
  return [...plain(`${commonName} · ${until} ${notAfter.slice(0, 10)}`), { digest: fingerprint }];
}
