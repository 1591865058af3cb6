/** The sentences of sections D and E, and those that sum a report up: see sentences.ts. */
import type { Sentence } from './sentences.js';

export const STANDING_SENTENCES = {
  FACT_IN_FORCE: {
    zh: '{platform} 的{kind}在 {time} 有效，并经审计方背书。',
    en: '{kind} of {platform} was in force at {time}, endorsed by an auditor.',
  },
  FACT_MISSING: {
    zh: '未见 {platform} 在 {time} 有效且经背书的{kind}。',
    en: 'No endorsed {kind} of {platform} in force at {time} is shown.',
  },
  RELATED: {
    zh: '{one} 与 {other} 有利害关系（{kind}，位置 {at}），应予权衡。',
    en: '{one} is related to {other} ({kind}, position {at}): to be weighed.',
  },
  RELATIONS_NONE: {
    zh: '本包未载利害关系；有无其他须查询账本。',
    en: 'The bundle shows no relation; that there is none takes the ledger.',
  },
  RELATIONS_NONE_PINNED: {
    zh: '截至步数声明，参与各方之间账本未载利害关系。',
    en: 'As of the statement of steps the ledger has no relation between those who act.',
  },
  INCIDENTS_NONE: {
    zh: '本包未载期间内的故障或时钟偏差；有无其他须查询账本。',
    en: 'The bundle shows no incident in that time; that there is none takes the ledger.',
  },
  INCIDENTS_NONE_PINNED: {
    zh: '截至步数声明，参与各方在此期间未报告故障或时钟偏差。',
    en: 'As of the statement of steps none of those who act has an incident in that time.',
  },
  INCIDENT: {
    zh: '{organisation} 自 {from} 起发生{kind}（位置 {at}），应予权衡。',
    en: '{organisation} had {kind} from {from} on (position {at}): to be weighed.',
  },
  CERTIFICATE_STANDS: {
    zh: '{office} 于 {time} 出具公证书，未见撤销。',
    en: '{office} certified at {time}; no revocation is shown.',
  },
  CERTIFICATE_REVOKED: {
    zh: '{office} 的公证书已撤销（位置 {at}），自始无效。',
    en: 'The certificate of {office} is revoked (position {at}), void from the start.',
  },
  CERTIFICATE_PENDING: {
    zh: '{office} 的公证尚未出具公证书。',
    en: '{office} has been asked and has not certified.',
  },
  CERTIFICATES_NONE: { zh: '本包未载公证。', en: 'The bundle shows no notarial act.' },
  OFFICE_UNACCREDITED: {
    zh: '{office} 在 {time} 的资质未见证明。',
    en: 'That {office} was accredited at {time} is not shown.',
  },
  OPINION_STANDS: {
    zh: '{institution} 于 {time} 出具鉴定意见。',
    en: '{institution} gave its opinion at {time}.',
  },
  OPINION_FALLEN: {
    zh: '{institution} 的鉴定意见已撤回或不予采信（位置 {at}）。',
    en: 'The opinion of {institution} was withdrawn or is disregarded (position {at}).',
  },
  OPINION_PENDING: {
    zh: '{institution} 的鉴定尚无意见。',
    en: '{institution} has not given its opinion.',
  },
  OPINIONS_NONE: { zh: '本包未载鉴定。', en: 'The bundle shows no appraisal.' },
  RULED: { zh: '{court} 已裁判：{outcome}。', en: '{court} has ruled: {outcome}.' },
  CHECK_INCONSISTENT: {
    zh: '{court} 技术核验不一致。',
    en: '{court} found it inconsistent with what was registered.',
  },
  CASE_PENDING: { zh: '已提交 {court}，尚无裁判。', en: 'Submitted to {court}; not ruled on yet.' },
  CASES_NONE: { zh: '本包未载法院程序。', en: 'The bundle shows no court proceedings.' },
  RECORD_GAP: {
    zh: '程序记录缺少开端（位置 {at}）。',
    en: 'The beginning of a record is missing (position {at}).',
  },
  SUPERSEDED: {
    zh: '已被 {by} 取代（位置 {at}）。',
    en: 'Superseded by {by} (position {at}).',
  },
  WITHDRAWN: {
    zh: '登记人已撤回（位置 {at}）。',
    en: 'Withdrawn by its claimant (position {at}).',
  },
  ERASED: {
    zh: '内容已于 {time} 依法删除，登记与证明仍然有效。',
    en: 'The content was lawfully erased at {time}; registration and proofs remain.',
  },
  HELD: {
    zh: '{organisation} 自 {time} 起保全。',
    en: 'Under a hold of {organisation} since {time}.',
  },
  KEEPING_NONE: {
    zh: '本包未载取代、撤回、保全或删除。',
    en: 'The bundle shows no supersession, withdrawal, hold or erasure.',
  },
  KEEPING_NONE_PINNED: {
    zh: '截至步数声明，未被取代、撤回、保全，内容未被删除。',
    en: 'As of the statement of steps neither superseded, withdrawn, held nor erased.',
  },
} as const satisfies { readonly [key: string]: Sentence };

export const CONCLUSIONS = {
  UNREADABLE: {
    zh: '所交文件不是完好的证据包，未作其他核验。',
    en: 'This is no sound bundle; nothing else was checked.',
  },
  ALTERED: {
    zh: '存在与登记不符之处（A 部分），不能认定上链后未经改动。',
    en: 'Something does not fit the registration (section A): not shown to be unaltered.',
  },
  NOT_COMPARED: {
    zh: '账本证明成立；所交内容是否为登记内容，尚未证明。',
    en: 'The proofs hold; that a content is the registered one is not proven.',
  },
  UNALTERED_BETWEEN: {
    zh: '未见上链后改动；上链时间不晚于 {notAfter}，不早于 {notBefore}。',
    en:
      'Not seen altered after registration; registered not after {notAfter}, ' +
      'not before {notBefore}.',
  },
  UNALTERED_UNTIL: {
    zh: '未见上链后改动；上链时间不晚于 {notAfter}，下限未证明。',
    en: 'Not seen altered after registration; registered not after {notAfter}; no lower bound.',
  },
  UNALTERED_LEDGER_TIME: {
    zh: '未见上链后改动；上链时间 {time} 仅为账本自身记载。',
    en: 'Not seen altered after registration; its time, {time}, is the ledger’s own word only.',
  },
  DOSSIER_EXTENT: {
    zh: '案卷于 {time} 封存 {count} 项：本包示明 {shown} 项在案证据，{withheld} 项不予示明。',
    en:
      'The dossier was frozen at {time} with {count} entries: the bundle shows {shown} items ' +
      'that stand and withholds {withheld} entries.',
  },
  LIMITS: {
    zh: '本报告不说明内容是否真实、由何人创作、归何人所有；上链前的情况见 C 部分。',
    en:
      'This report does not say that the content is true, who made it or who owns it; for what ' +
      'came before registration see section C.',
  },
} as const satisfies { readonly [key: string]: Sentence };
