/**
 * The words of a certificate in Chinese and English: a closed list. Verdicts are not among them;
 * those come from the verifier, so that a certificate never says more than it does.
 */
import type { Sentence } from '../client/verifier/sentences.js';
import type { Status } from '../client/verifier/finding.js';
import { PLATFORM_FACT_TERMS } from '../client/verifier/terms.js';

export const WORDS = {
  title: { zh: '电子数据存证证明书', en: 'Certificate of Registered Electronic Data' },
  number: { zh: '证书编号', en: 'Certificate no.' },
  issued: { zh: '出具时间', en: 'Issued' },
  issuer: { zh: '出具机构', en: 'Issued by' },
  finding: { zh: '核验结论', en: 'Finding' },
  item: { zh: '存证事项', en: 'The registered item' },
  itemId: { zh: '证据编号', en: 'Item' },
  place: { zh: '账本位置', en: 'Place in the log' },
  placeValue: {
    zh: '第 {position} 条（第 {height} 块）',
    en: 'Position {position}, block {height}',
  },
  ledgerTime: { zh: '账本登记时间', en: 'Time of the block' },
  claimant: { zh: '登记方', en: 'Claimant' },
  submitter: { zh: '提交人（已隐去）', en: 'Submitted by (masked)' },
  claim: { zh: '自述身份', en: 'Capacity claimed' },
  category: { zh: '数据类别', en: 'Kind of data' },
  content: { zh: '内容与哈希值', en: 'Content and digests' },
  length: { zh: '字节数', en: 'Length in bytes' },
  files: { zh: '随附文件', en: 'Files in the bundle' },
  noFiles: { zh: '未随附内容', en: 'The content is not in the bundle' },
  commitment: { zh: '登记承诺值', en: 'Commitment' },
  digestsNotShown: {
    zh: '账本仅有承诺值，未公开哈希值。',
    en: 'The ledger holds a commitment only, not the digests.',
  },
  computed: {
    zh: '由出具时所比对的内容计算',
    en: 'made from the content that was compared when this was issued',
  },
  time: { zh: '时间', en: 'Time' },
  notBefore: { zh: '不早于', en: 'Not before' },
  notAfter: { zh: '不晚于', en: 'Not after' },
  notProven: { zh: '未证明', en: 'not proven' },
  token: { zh: '时间戳', en: 'Time-stamp' },
  tokenAuthority: { zh: '机构', en: 'Authority' },
  tokenTime: { zh: '时间与精度', en: 'Time and accuracy' },
  tokenStanding: { zh: '认定', en: 'Standing' },
  independent: { zh: '独立机构', en: 'independent' },
  notIndependent: { zh: '不计为独立', en: 'not independent' },
  notCounted: { zh: '未予采信', en: 'not counted' },
  noTokens: { zh: '未附可信时间戳。', en: 'No time-stamp is attached.' },
  capture: { zh: '取证与保管', en: 'Capture and custody' },
  noCapture: {
    zh: '未经取证会话直接登记。',
    en: 'Registered without a capture session.',
  },
  profile: { zh: '取证方式', en: 'Manner of capture' },
  sealClass: { zh: '取证等级', en: 'Class' },
  environment: { zh: '清洁性检查', en: 'Environment check' },
  opened: { zh: '取证开始', en: 'Capture opened' },
  tool: { zh: '取证工具（构建摘要）', en: 'Tool (digest of its build)' },
  collectors: { zh: '取证人（已隐去）', en: 'Collectors (masked)' },
  artefacts: { zh: '取证件数', en: 'Artefacts' },
  custody: { zh: '保管与移交', en: 'Custody' },
  ledger: { zh: '账本', en: 'The ledger' },
  ledgerId: { zh: '账本标识', en: 'Ledger id' },
  origin: { zh: '账本名称', en: 'Origin' },
  head: { zh: '核验所至', en: 'Verified up to' },
  headValue: { zh: '第 {height} 块，共 {size} 条', en: 'block {height}, {size} entries' },
  root: { zh: '根值', en: 'Root' },
  keys: { zh: '检查点公钥', en: 'Checkpoint keys' },
  members: { zh: '参与机构', en: 'Organisations' },
  platform: { zh: '平台事实', en: 'Facts about the platform' },
  noPlatform: { zh: '本包未载平台事实。', en: 'The bundle shows no facts about the platform.' },
  validity: { zh: '有效期', en: 'Valid' },
  endorsed: { zh: '审计背书', en: 'Endorsed by' },
  document: { zh: '文件承诺值', en: 'Document' },
  open: { zh: '至今', en: 'until further notice' },
  acts: { zh: '公证、鉴定、裁判与现状', en: 'Notary, appraisal, court and standing' },
  checks: { zh: '逐项核验', en: 'Every check' },
  checksNote: {
    zh: '由同一核验程序得出，不作总评。依据条文见 docs/verify.md。',
    en: 'By the one verifier; there is no verdict over all. Articles: docs/verify.md.',
  },
  proof: { zh: '纸面证明', en: 'Proof on paper' },
  proofNote: {
    zh:
      '扫描以下二维码（zbarimg --raw），连同文件与另行取得的账本公钥，' +
      '即可脱离服务器与本文件核验：civic-ledger evidence verify-paper。',
    en:
      'Scan these codes (zbarimg --raw). With the file, and with the log’s key taken from ' +
      'elsewhere, they verify without any server and without this document: ' +
      'civic-ledger evidence verify-paper.',
  },
  proofCode: { zh: '二维码一：账本证明', en: 'Code 1: proof of the log' },
  proofCodeNote: {
    zh: 'C2SP tlog-proof：位置、路径与已签名检查点，{bytes} 字节。',
    en: 'C2SP tlog-proof: index, path and signed checkpoint, {bytes} bytes.',
  },
  recordCode: {
    zh: '二维码二：登记事项（{number}/{count}）',
    en: 'Code 2: record ({number}/{count})',
  },
  recordCodeNote: {
    zh: '登记事项及其后果的压缩文本，由其可重建账本条目。',
    en: 'The registered events, compressed; the entries of the log are rebuilt from them.',
  },
  tooLarge: {
    zh: '同批登记件数过多，登记事项不能印于纸面；请凭证据包核验。',
    en: 'The registration has too many members to be printed; verify with the bundle.',
  },
  votesNotPrinted: {
    zh: '本账本由多方验证者共同维护，其签名未印于纸面；请凭证据包核验。',
    en: 'Validators keep this ledger; their signatures are not printed: verify with the bundle.',
  },
  signature: { zh: '签名与核验', en: 'Signature and how to check it' },
  signedBy: { zh: '签名证书', en: 'Signer’s certificate' },
  signedUnder: { zh: '根证书', en: 'Root certificate' },
  fingerprint: { zh: '指纹', en: 'SHA-256' },
  validUntil: { zh: '有效至', en: 'valid until' },
  bundle: { zh: '证据包', en: 'Bundle' },
  bundleAttached: {
    zh: '{length} 字节，已随附于本文件',
    en: '{length} bytes, attached to this file',
  },
  bundleApart: { zh: '{length} 字节，另行保存', en: '{length} bytes, kept apart' },
  trusted: { zh: '出具时所信任', en: 'Trusted when this was issued' },
  trustedValue: {
    zh: '账本标识如上；时间戳机构根证书 {roots} 个',
    en: 'the ledger id above; {roots} root(s) of time authorities',
  },
  howTo: {
    zh:
      '签名：用 pdfsig 或任一 PDF 阅读器，以另行取得的根证书核验。证据包：取出附件，用 civic-ledger ' +
      'evidence verify 或 verify.html 核验，以其结果为准。',
    en:
      'Signature: with pdfsig or any PDF reader, under the root certificate taken from ' +
      'elsewhere. Bundle: detach it and run civic-ledger evidence verify or verify.html; their ' +
      'answer counts.',
  },
  limits: { zh: '不证明的事项', en: 'What this does not prove' },
  limitsValue: {
    zh:
      '本证明书是证据包的摘录，证据包与账本为准。出具机构证明的是所列数据与账本记载相符，' +
      '不证明内容真实、由何人创作、归何人所有，也不证明出具之后的情况。登记方自述的身份与时间未经核实。',
    en:
      'This is an extract of the bundle; bundle and ledger prevail. The issuer certifies that ' +
      'the data listed agree with the ledger, not that the content is true, who made it or who ' +
      'owns it, nor anything after the day of issue. What the claimant says of itself was not ' +
      'verified.',
  },
  page: { zh: '第 {page} 页，共 {pages} 页', en: 'Page {page} of {pages}' },
  reason: { zh: '出具存证证明', en: 'Certification of registered data' },
  attachment: { zh: '证据包', en: 'Proof bundle' },
} as const satisfies { readonly [key: string]: Sentence };

export type Word = keyof typeof WORDS;

export const STATUS_WORDS: { readonly [Each in Status]: Sentence } = {
  PASS: { zh: '通过', en: 'PASS' },
  FAIL: { zh: '不通过', en: 'FAIL' },
  'NOT PROVEN': { zh: '未证明', en: 'NOT PROVEN' },
  'NOT CHECKED': { zh: '未核验', en: 'NOT CHECKED' },
};

/** Values that the ledger writes in English, by the member that they stand in. */
export const VALUES: { readonly [member: string]: { readonly [value: string]: string } } = {
  category: {
    'web-page': '网页',
    communication: '通信记录',
    'account-record': '账户记录',
    document: '文档',
    media: '图片、音视频',
    'log-record': '日志',
    other: '其他',
  },
  claim: {
    author: '作者',
    'rights-holder': '权利人',
    collector: '取证人',
    witness: '见证人',
    custodian: '保管人',
  },
  profile: {
    'web-auto': '网页自动取证',
    'web-manual': '网页手动取证',
    screen: '录屏取证',
    'photo-video': '拍照、录像取证',
    call: '通话取证',
    'system-log': '系统日志推送',
    'contract-signing': '合同签署',
    import: '导入',
    criminal: '刑事取证',
  },
  sealClass: { controlled: '受控', uncontrolled: '非受控' },
  environment: { passed: '通过', failed: '未通过', unchecked: '未检查' },
  kind: PLATFORM_FACT_TERMS,
};

/** A value of the ledger in both languages; one that is not listed stands as it is. */
export function valueWords(member: string, value: string): Sentence {
  return { zh: VALUES[member]?.[value] ?? value, en: value };
}
