/**
 * The checks that a bundle goes through, in their fixed order, each with the article that it
 * answers to. Every report has a line for every check: what was not looked at is said, never left
 * out (docs/verify.md).
 */

export const SECTIONS = {
  A: { zh: '完整性：上链后是否改动', en: 'Integrity: altered after registration?' },
  B: { zh: '时间：何时已经存在', en: 'Time: when did it exist?' },
  C: { zh: '来源与经手：何人如何取得', en: 'Origin and custody: who, and how?' },
  D: { zh: '平台：资质与中立', en: 'Platform: standing and neutrality' },
  E: { zh: '公证、鉴定、诉讼与保管', en: 'Acts: notary, appraisal, court, keeping' },
} as const;

export type SectionCode = keyof typeof SECTIONS;

const RULE_16 = '在线诉讼规则 第16条';
const RULE_17 = '在线诉讼规则 第17条';
const RULE_18 = '在线诉讼规则 第18条';
const INTERNET_11 = '互联网法院规定 第11条';
const EVIDENCE_93 = '民事诉讼证据规定 第93条';

export const CHECKS = {
  A1: { article: RULE_16, zh: '证据包格式', en: 'Container' },
  A2: { article: RULE_16, zh: '文件与内容的哈希值', en: 'Digests of files and content' },
  A3: { article: RULE_16, zh: '登记事项与账本条目', en: 'Events and entries' },
  A4: { article: RULE_16, zh: '在账本中的位置', en: 'Place in the log' },
  A5: { article: RULE_16, zh: '账本签名', en: 'Signature of the log' },
  A6: { article: RULE_17, zh: '见证人联署', en: 'Witnesses' },
  A7: { article: RULE_16, zh: '账本前后一致', en: 'One log, not two' },
  B1: { article: `${INTERNET_11}第二款`, zh: '可信时间戳', en: 'Time-stamps' },
  B2: { article: `${INTERNET_11}第二款`, zh: '时间戳证书', en: 'Certificates at that time' },
  B3: { article: RULE_17, zh: '时间戳机构相互独立', en: 'Independent authorities' },
  B4: { article: `${INTERNET_11}第二款`, zh: '时间区间', en: 'Interval of time' },
  B5: { article: `${INTERNET_11}第二款`, zh: '长期保存', en: 'Renewal' },
  C1: { article: '电子签名法 第13条', zh: '签名与密钥', en: 'Signatures and keys' },
  C2: { article: `${RULE_18}；SF/T 0091`, zh: '取证过程', en: 'Course of the capture' },
  C3: { article: `${INTERNET_11}第一款`, zh: '取证工具', en: 'Tool' },
  C4: { article: `${RULE_18}；${EVIDENCE_93}`, zh: '相互印证', en: 'Corroboration' },
  C5: { article: `${RULE_18}；${EVIDENCE_93}`, zh: '保管与移交', en: 'Custody' },
  C6: { article: `${INTERNET_11}第一款`, zh: '记录无遗漏', en: 'Nothing left out' },
  D1: { article: `${RULE_17}第一、三项`, zh: '备案与等级保护', en: 'Filing and protection level' },
  D2: { article: `${RULE_17}第二项`, zh: '利害关系', en: 'Relations' },
  D3: { article: `${RULE_17}第三项`, zh: '故障与时钟', en: 'Incidents and clock' },
  E1: { article: '公证法 第36、39条', zh: '公证', en: 'Notarial certificate' },
  E2: { article: '民事诉讼法 第79、81条', zh: '鉴定', en: 'Appraisal' },
  E3: { article: '在线诉讼规则 第15、16条', zh: '法院核验与裁判', en: 'Court' },
  E4: { article: '个人信息保护法 第47条', zh: '现状与保管', en: 'Standing and keeping' },
} as const;

export type CheckCode = keyof typeof CHECKS;

/** All codes in order. */
export const CHECK_CODES = Object.keys(CHECKS) as readonly CheckCode[];

/** The section that a check belongs to. */
export function sectionOf(code: CheckCode): SectionCode {
  return code.charAt(0) as SectionCode;
}
