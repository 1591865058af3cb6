/** Every sentence that a check of a certificate on paper can answer with: a closed list. */
import type { Sentence } from '../verifier/sentences.js';

export const PAPER_CHECKS = {
  P1: { zh: '扫描内容', en: 'Scanned codes' },
  P2: { zh: '登记事项', en: 'Registered event' },
  P3: { zh: '在账本中的位置', en: 'Place in the log' },
  P4: { zh: '账本签名', en: 'Signature of the log' },
  P5: { zh: '登记人签名', en: 'Signature of the registrant' },
  P6: { zh: '内容', en: 'Content' },
} as const satisfies { readonly [check: string]: Sentence };

export type PaperCheck = keyof typeof PAPER_CHECKS;

export const PAPER_SENTENCES = {
  SCAN_WHOLE: {
    zh: '两种二维码均已完整读出。',
    en: 'The proof and the record of the registration are both complete.',
  },
  PROOF_MISSING: { zh: '缺少证明码（二维码一）。', en: 'The proof (code 1) is not in the scan.' },
  PROOF_MALFORMED: { zh: '证明码格式不合规。', en: 'The proof (code 1) is not a tlog-proof.' },
  RECORD_MISSING: {
    zh: '缺少登记码（二维码二），或其中有缺页、错字。',
    en: 'The record (code 2) is missing, not whole or misread.',
  },
  RECORD_MALFORMED: { zh: '登记码格式不合规。', en: 'The record (code 2) is not one.' },
  EVENT_REGISTERED: {
    zh: '登记事项 {event}，登记方 {claimant}。',
    en: 'The event {event} registered an item of {claimant}.',
  },
  EVENT_REFUSED: {
    zh: '该事项已被账本拒绝，并未登记任何证据。',
    en: 'The ledger refused this event: nothing was registered.',
  },
  EVENT_FAULT: { zh: '登记事项不成立（{code}）。', en: 'The event does not hold ({code}).' },
  PLACE_SOUND: {
    zh: '位于账本第 {position} 条（第 {height} 块，{time}；该时间为账本自身记载）。',
    en: 'At position {position} (block {height}, {time}: the ledger’s own word).',
  },
  PLACE_FAULT: {
    zh: '证明不能从登记事项导出账本根值。',
    en: 'The proof does not lead from this event to the root of the log.',
  },
  LOG_SIGNED: {
    zh: '账本 {origin} 截至 {size} 条的检查点由所信任的密钥签名。',
    en: 'The checkpoint of {origin} over {size} entries is signed by the key that you pinned.',
  },
  LOG_FAULT: {
    zh: '账本签名不成立（{code}）。',
    en: 'The log’s signature does not hold ({code}).',
  },
  LEDGER_OTHER: {
    zh: '登记事项属于另一账本：{found}。',
    en: 'The event is of another ledger: {found}.',
  },
  EVENT_SIGNED: {
    zh: '登记人 {actor} 的签名成立；密钥归属须凭证据包核验。',
    en: 'Signed by the key that it names, for {actor}; whose key that is takes the bundle.',
  },
  EVENT_SIGNATURE: { zh: '登记人签名不成立。', en: 'The registrant’s signature is wrong.' },
  CONTENT_MATCHES: {
    zh: '所交文件（{length} 字节）即为登记的内容：{item}。',
    en: 'The file ({length} bytes) is the registered content: {item}.',
  },
  CONTENT_DIFFERS: {
    zh: '所交文件不是登记的内容，至少有一个字节不同。',
    en: 'The file is not the registered content: at least one byte differs.',
  },
  CONTENT_NOT_GIVEN: {
    zh: '未提供文件，不能判断任何文件是否为登记内容。',
    en: 'No file was given, so no file is shown to be the registered one.',
  },
  SALT_NEEDED: {
    zh: '直接比对不符；如系加盐登记，须提供盐值方能判断。',
    en: 'It does not match openly; of a salted item this cannot be told without its salt.',
  },
  NOT_REACHED: {
    zh: '因前项未成立，未予核验。',
    en: 'Not checked, since an earlier check failed.',
  },
} as const satisfies { readonly [key: string]: Sentence };

export type PaperSentence = keyof typeof PAPER_SENTENCES;

/** What a paper never shows, whatever its checks answer. */
export const PAPER_LIMITS: Sentence = {
  zh:
    '纸面核验不涉及独立时间戳、取证过程、保管、平台资质、公证与裁判，也不说明内容是否真实；' +
    '登记后是否被取代或撤回，须凭证据包或向账本查询。',
  en:
    'The paper shows nothing of independent time-stamps, capture, custody, platform, notary or ' +
    'court, nor that the content is true; whether the item still stands takes the bundle or the ' +
    'ledger.',
};
