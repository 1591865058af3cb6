/** The sentences that only the report of a dossier can contain. */
import type { Sentence } from '../sentences.js';

export const DOSSIER_SENTENCES = {
  ALIKE_MORE: {
    zh: '另有 {count} 项同类情况，未逐一列出。',
    en: '{count} more of the same kind are not listed one by one.',
  },
  SEE_ITEM_BUNDLE: {
    zh: '案卷证据包不载各证据的此类记录，须另索该证据自身的证据包。',
    en: 'A dossier’s bundle does not carry this; ask for the bundle of the item concerned.',
  },
  DOSSIER_OTHER: {
    zh: '本包是关于另一案卷的：{dossier}，而非 {wanted}。',
    en: 'The bundle is of another dossier: {dossier}, not {wanted}.',
  },
  DOSSIER_NOT_FROZEN: {
    zh: '本包未载账本对案卷 {dossier} 的封存，清单无从比对。',
    en: 'The bundle has no freezing of dossier {dossier}: there is nothing to hold it against.',
  },
  ENTRY_LINE: {
    zh: '清单第 {line} 行不合规，或编号未递增。',
    en: 'Line {line} of the manifest is none, or its number does not ascend.',
  },
  MANIFEST_SAME: {
    zh: '清单之根与账本封存者一致（{count} 项，{time} 封存）。',
    en: 'The manifest is the frozen one: {count} entries, frozen at {time}.',
  },
  MANIFEST_DIFFERS: {
    zh: '清单与账本封存者不同：至少有一项被改动。',
    en: 'The manifest is not the one that the ledger froze: at least one entry was changed.',
  },
  MANIFEST_NOT_COMPARED: {
    zh: '清单项数不符，其根无从比对。',
    en: 'The number of entries is another one, so that the root cannot be compared.',
  },
  ITEM_UNREGISTERED: {
    zh: '清单第 {number} 项 {item} 在本包内没有封存之前的登记。',
    en: 'Entry {number}, {item}, has no registration before the freezing in the bundle.',
  },
  ITEMS_REGISTERED: {
    zh:
      '示明的 {count} 项证据均经登记：登记人 {claimants}，登记 {registrations} 次，' +
      '{from} 至 {to}（账本时间）。',
    en:
      'All {count} items that are shown are registered: by {claimants}, in {registrations} ' +
      'registration(s), from {from} to {to} (time of the ledger).',
  },
  ITEMS_NONE: { zh: '本包未示明任何证据。', en: 'The bundle shows no item.' },
  RECORD_FAULT: {
    zh: '记录不成立：{at}（{code}）。',
    en: 'A record does not hold: {at} ({code}).',
  },
  RECORD_UNRELATED: {
    zh: '与示明的证据无关的记录（位置 {position}）。',
    en: 'A record that concerns nothing that is shown (position {position}).',
  },
  RECORDS_PLACED: {
    zh: '{count} 条记录经一份证明均位于账本之中（{size} 条）。',
    en: 'One proof shows all {count} records at their places in the log ({size} entries).',
  },
  RECORDS_NOT_PLACED: {
    zh: '证明不成立：至少一条记录不在检查点（{size} 条）所指账本的该位置。',
    en: 'The proof fails: a record is not at its place in the log of the head ({size} entries).',
  },
  CONTENTS_NONE: {
    zh: '未提供内容文件，不能判断任何文件是否为登记内容。',
    en: 'No content was given, so no file is shown to be a registered one.',
  },
  CONTENTS_ALL: {
    zh: '示明的 {count} 项证据的内容均已提供，逐字节相符。',
    en: 'The contents of all {count} items that are shown were given and match byte for byte.',
  },
  CONTENTS_SOME: {
    zh: '示明的 {shown} 项中，{count} 项的内容已提供并逐字节相符；其余未提供。',
    en: 'Of {shown} items that are shown, the contents of {count} were given and match.',
  },
  CONTENT_STRANGE: {
    zh: '所提供内容（{name}）不是示明的任何一项证据。',
    en: 'A content that was given ({name}) is none of the items that are shown.',
  },
  CONTENT_STRANGE_OR_SALTED: {
    zh: '所提供内容（{name}）直接比对不属任何一项；如系加盐登记，须提供盐值方能判断。',
    en: 'A content ({name}) matches no item openly; of a salted one this takes its salt.',
  },
  STAMPS_MISSING: {
    zh: '{count} 次登记在本包内无可信时间戳。',
    en: '{count} registration(s) have no time-stamp in the bundle.',
  },
  MANIFEST_WHOLE: {
    zh: '账本封存 {count} 项，本包清单无缺号、无遗漏。',
    en: 'The ledger froze {count} entries; the manifest in the bundle has them all, without a gap.',
  },
  ENTRIES_MISSING: {
    zh: '账本封存 {count} 项，本包清单载 {found} 项，首个不符之处为第 {number} 项。',
    en: 'The ledger froze {count} entries; the bundle has {found}, and number {number} is amiss.',
  },
  ENTRIES_WITHHELD: {
    zh: '不予示明 {count} 项（理由由制作人陈述：{reason}），仅示其哈希值。',
    en: '{count} entries are withheld; the reason, in the words of who made the bundle: {reason}.',
  },
  ENTRIES_TAKEN_OUT: {
    zh: '封存之前有 {count} 项被移出案卷，不作证据使用；清单载明。',
    en:
      '{count} entries were taken out before the freezing and do not count; ' +
      'the manifest says so.',
  },
  REMOVALS_DIFFER: {
    zh: '账本载移出 {stated} 项，本包清单示明 {found} 项。',
    en: 'The ledger counts {stated} removals; the bundle shows {found}.',
  },
  REMOVAL_WRONG: {
    zh: '清单第 {number} 项移出的不是在案的在先项。',
    en: 'Entry {number} takes out what is no earlier entry that stands.',
  },
  DOSSIER_SUBMITTED: {
    zh: '案卷已提交法院程序（位置 {at}，{time}）。',
    en: 'The dossier was submitted to a case (position {at}, {time}).',
  },
  DOSSIER_NOT_SUBMITTED: {
    zh: '本包未载案卷提交法院程序。',
    en: 'The bundle does not show that the dossier was submitted to a case.',
  },
} as const satisfies { readonly [key: string]: Sentence };
