/** The sections of a certificate about its item: what was registered, when, how, and where. */
import type { BundleReport } from '../client/verifier/report.js';
import { type CheckCode, CHECKS } from '../client/verifier/checks.js';
import type { JudgedToken } from '../client/verifier/time.js';
import type { ItemFacts, Named } from './facts.js';
import type { Block } from './layout/block.js';
import type { Cell } from './layout/cell.js';
import { WIDTH } from './layout/flow.js';
import { plain, type Speech } from './speech.js';
import { valueWords, WORDS } from './wording.js';

/** Facts with the verifier’s report on them. */
export interface Stated {
  readonly facts: ItemFacts;
  readonly report: BundleReport;
  readonly speech: Speech;
}

export function itemSection({ facts, speech }: Stated): readonly Block[] {
  const { position, height, time } = facts.registration;
  return [
    speech.heading('item'),
    speech.row('itemId', plain(facts.item)),
    speech.row('place', speech.word('placeValue', { position, height })),
    speech.row('ledgerTime', speech.time(time)),
    speech.row('claimant', named(facts.claimant)),
    speech.row('submitter', plain(facts.submitter)),
    speech.row('claim', speech.value('claim', facts.claim)),
    speech.row('category', speech.value('category', facts.category)),
  ];
}

function named({ id, name }: Named): Cell {
  return plain(name === '' || name === id ? id : `${name}（${id}）`);
}

const ALGORITHM_NAMES: { readonly [algorithm: string]: string } = {
  'sha-256': 'SHA-256',
  'sha-512': 'SHA-512',
  'sha3-256': 'SHA3-256',
  sm3: 'SM3',
};

export function contentSection({ facts, speech }: Stated): readonly Block[] {
  const { digests, digestsFrom, files, commitment } = facts.content;
  const computed = digestsFrom === 'content' ? speech.word('computed') : [];
  const shown = digests.map(({ algorithm, value }): Block => {
    const name = ALGORITHM_NAMES[algorithm] ?? algorithm;
    return speech.labelled({ zh: name, en: name }, [{ digest: value }, ...computed]);
  });
  const listed = files.map(({ name, length }): Cell[number] => {
    return { text: `${name} · ${length}`, style: 'main' };
  });
  const [first] = digests;
  return [
    speech.heading('content'),
    ...(shown.length > 0 ? shown : [speech.row('content', speech.word('digestsNotShown'))]),
    speech.row('commitment', [{ digest: commitment }]),
    ...(first === undefined ? [] : [speech.row('length', plain(`${first.length}`))]),
    speech.row('files', listed.length > 0 ? listed : speech.word('noFiles')),
  ];
}

export function timeSection({ facts, report, speech }: Stated): readonly Block[] {
  const { notBefore, notAfter } = report.interval;
  const bound = (instant: string | null): Cell =>
    instant === null ? speech.word('notProven') : speech.time(instant);
  const widths = [0.3, 0.4, 0.3].map((part) => part * WIDTH);
  const head: Block = {
    kind: 'row',
    cells: (['tokenAuthority', 'tokenTime', 'tokenStanding'] as const).map((word) =>
      speech.label(WORDS[word]),
    ),
    widths,
    isHead: true,
  };
  const rows = facts.tokens.map((token): Block => {
    return { kind: 'row', cells: tokenCells(token, speech), widths };
  });
  return [
    speech.heading('time'),
    speech.row('notBefore', bound(notBefore)),
    speech.row('notAfter', bound(notAfter)),
    ...(rows.length > 0 ? [head, ...rows] : [speech.row('token', speech.word('noTokens'))]),
  ];
}

function tokenCells({ authority, owner, facts, isIndependent }: JudgedToken, speech: Speech) {
  const who: Cell = [
    { text: authority, style: 'main' },
    ...(owner === '' ? [] : [{ text: owner, style: 'second' } as const]),
  ];
  if (facts === undefined) return [who, plain('—'), speech.word('notCounted')];
  const { genTime, accuracyMicroseconds = 0 } = facts;
  const when: Cell = [
    { text: genTime.instant, style: 'main' },
    { text: `± ${accuracyMicroseconds / 1_000_000} s`, style: 'second' },
  ];
  return [who, when, speech.word(isIndependent ? 'independent' : 'notIndependent')];
}

export function captureSection({ facts, report, speech }: Stated): readonly Block[] {
  const { capture } = facts;
  const course =
    capture === undefined
      ? [speech.row('capture', speech.word('noCapture'))]
      : [
          speech.row('profile', speech.value('profile', capture.profile)),
          speech.row('sealClass', speech.value('sealClass', capture.sealClass)),
          speech.row('environment', speech.value('environment', capture.environment)),
          speech.row('opened', speech.time(capture.opened)),
          speech.row('artefacts', plain(`${capture.artefacts}`)),
          speech.row('collectors', plain(capture.collectors.join(', '))),
          speech.row('tool', [{ digest: capture.tool }]),
        ];
  return [speech.heading('capture'), ...course, checkRow(report, 'C5', speech)];
}

/** What the verifier says in one check, in its own words. */
function checkRow({ sections }: BundleReport, check: CheckCode, speech: Speech): Block {
  const found = sections
    .flatMap(({ lines }) => lines)
    .filter((line) => line.check === check)
    .flatMap(({ findings }) => findings);
  const value = found.flatMap((finding) => speech.say(finding));
  return speech.labelled(CHECKS[check], value);
}

export function ledgerSection({ facts, speech }: Stated): readonly Block[] {
  const { id, origin, head, keys, organisations } = facts.ledger;
  const { height, size, root, time } = head;
  const until = speech.word('headValue', { height, size });
  return [
    speech.heading('ledger'),
    speech.row('ledgerId', [{ digest: id }]),
    speech.row('origin', plain(origin)),
    speech.row('head', [...until, ...speech.time(time)]),
    speech.row('root', [{ digest: root }]),
    speech.row('keys', keys.flatMap(plain)),
    speech.row('members', plain(organisations.map(({ id: own, name }) => name || own).join(' · '))),
  ];
}

export function platformSection({ facts, report, speech }: Stated): readonly Block[] {
  const rows = facts.platform.map((fact): Block => {
    const { kind, platform, validFrom, validUntil, auditors, document } = fact;
    const until = validUntil === '' ? speech.line('open') : validUntil.slice(0, 10);
    const span = `${validFrom.slice(0, 10)} – ${until}`;
    const lines: Cell = [
      { text: `${platform.name || platform.id}  ${span}`, style: 'main' },
      { text: `${speech.line('endorsed')}: ${auditors.join(', ') || '—'}`, style: 'second' },
      { text: `${speech.line('document')}: ${document}`, style: 'second' },
    ];
    return speech.labelled(valueWords('kind', kind), lines);
  });
  return [
    speech.heading('platform'),
    ...rows,
    ...(['D1', 'D2'] as const).map((check) => checkRow(report, check, speech)),
  ];
}

export function actsSection({ report, speech }: Stated): readonly Block[] {
  const rows = (['E1', 'E2', 'E3', 'E4'] as const).map((check) => checkRow(report, check, speech));
  return [speech.heading('acts'), ...rows];
}
