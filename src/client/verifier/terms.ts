/**
 * Chinese words for the values that the ledger writes in English and that a report's sentences
 * mention, by the placeholder that they stand in. What is not listed stands as it is: names of
 * organisations, codes to look up. Reports keep the ledger's own value in `values`.
 */

type Terms = { readonly [value: string]: string };

/** Kinds of facts about a platform (在线诉讼规则 第17条). */
export const PLATFORM_FACT_TERMS = {
  filing: '区块链信息服务备案',
  'protection-level': '网络安全等级保护',
  certificate: '资质证书',
  'system-version': '系统版本',
  'process-document': '流程文件',
  ownership: '股权关系',
  insurance: '保险',
} as const satisfies Terms;

const RELATION_TERMS = {
  ownership: '股权关系',
  control: '控制关系',
  funding: '资金关系',
  employment: '雇佣关系',
  agency: '代理关系',
} as const satisfies Terms;

const INCIDENT_TERMS = {
  outage: '服务中断',
  'clock-drift': '时钟偏差',
  'key-loss': '密钥丢失',
  'data-loss': '数据丢失',
  intrusion: '网络入侵',
  other: '其他故障',
} as const satisfies Terms;

const TERMS: { readonly [placeholder: string]: Terms } = {
  kind: { ...PLATFORM_FACT_TERMS, ...RELATION_TERMS, ...INCIDENT_TERMS },
  outcome: {
    admitted: '予以采信',
    'admitted-in-part': '部分采信',
    excluded: '不予采信',
  },
  reason: {
    'personal-data': '个人信息',
    'trade-secret': '商业秘密',
    'state-secret': '国家秘密',
    privilege: '依法免于出示',
    'not-concerned': '与本案无关',
    'taken-out': '已移出案卷',
  },
  roles: {
    'page-image': '页面图像',
    'page-source': '页面源代码',
    'network-log': '网络日志',
  },
};

/** What stands between the members of a list in `values`. */
export const BETWEEN_VALUES = ', ';

/** The Chinese of what stands in `{placeholder}`: a value, or a list of them. */
export function chineseTerms(placeholder: string, value: string): string {
  if (!Object.hasOwn(TERMS, placeholder)) return value;
  const terms = TERMS[placeholder] ?? {};
  return value
    .split(BETWEEN_VALUES)
    .map((each) => (Object.hasOwn(terms, each) ? terms[each] : each))
    .join('、');
}
