/**
 * Every sentence that a report can contain, in both languages: a closed list, so that no report
 * says more than a check has shown. `{name}` stands for a value. None of them says that a content
 * is true (invariant 17).
 */

/** A sentence in Chinese and English. */
export interface Sentence {
  readonly zh: string;
  readonly en: string;
}

export const INTEGRITY_SENTENCES = {
  CONTAINER_SOUND: {
    zh: '证据包格式完好，共 {files} 个文件，与清单一致。',
    en: 'The container is sound; its {files} files are those of the manifest.',
  },
  CONTAINER_FAULT: {
    zh: '证据包格式不合规（{code}，位于 {at} 之后）。',
    en: 'The container is not one of this format ({code}, after {at}).',
  },
  FILE_EXTRA: {
    zh: '清单之外的文件：{path}。',
    en: 'A file that the manifest does not name: {path}.',
  },
  FILE_MISSING: { zh: '缺少文件：{path}。', en: 'A file is missing: {path}.' },
  FILE_MISNAMED: {
    zh: '清单所称用途与文件位置不符，无人核验：{path}。',
    en: 'The manifest calls a file what nothing at its place is: {path}.',
  },
  STEP_UNRELATED: {
    zh: '与本证据无关的记录：{path}。',
    en: 'A record that does not concern the item: {path}.',
  },
  STEP_MISPLACED: {
    zh: '记录的文件名与其位置不符：{path}。',
    en: 'A record’s file does not bear its position: {path}.',
  },
  FILES_AS_LISTED: {
    zh: '{files} 个文件的 SHA-256 与 SM3 值均与清单相符。',
    en: 'SHA-256 and SM3 of all {files} files are those of the manifest.',
  },
  FILE_CHANGED: { zh: '文件与清单不符：{path}。', en: 'A file is not the listed one: {path}.' },
  CONTENT_MATCHES: {
    zh: '所核验内容（{length} 字节）与登记的哈希值逐字节相符。',
    en: 'The content ({length} bytes) is the registered one, byte for byte.',
  },
  CONTENT_DIFFERS: {
    zh: '所核验内容与登记内容不同，至少有一个字节不同。',
    en: 'The content is not the registered one: at least one byte differs.',
  },
  CONTENT_NOT_GIVEN: {
    zh: '未提供内容文件，不能判断任何文件是否为登记内容。',
    en: 'No content was given, so no file is shown to be the registered one.',
  },
  CONTENT_NOT_COMPARED: {
    zh: '登记事项未能核实，内容无从比对。',
    en: 'The registration does not hold, so that there is nothing to compare the content with.',
  },
  SALT_NEEDED: {
    zh: '直接比对不符；如系加盐登记，须提供盐值方能判断。',
    en: 'It does not match openly; of a salted item this cannot be told without its salt.',
  },
  SALT_UNFIT: {
    zh: '包内盐值文件不合规，或不是登记时所用的盐值与算法。',
    en: 'The salt in the bundle is none, or not the one with the algorithms of the registration.',
  },
  ENTRIES_SOUND: {
    zh: '{count} 项已签名事项及其后果与账本条目相符。',
    en: '{count} signed events and what they led to fit their entries in the log.',
  },
  PLACES_SOUND: {
    zh: '{count} 项事项均证明位于账本之中。',
    en: '{count} events are proven to be at their places in the log.',
  },
  RECEIPT_FAULT: {
    zh: '凭证不成立：{path}（{code}）。',
    en: 'A receipt does not hold: {path} ({code}).',
  },
  NO_RECEIPT: {
    zh: '登记凭证未能核实，本项无从核验。',
    en: 'The receipt of the registration does not hold, so this was not checked.',
  },
  ITEM_OTHER: {
    zh: '本包是关于另一证据的：{item}，而非 {wanted}。',
    en: 'The bundle is of another item: {item}, not {wanted}.',
  },
  ITEM_NOT_REGISTERED: {
    zh: '登记凭证并未登记证据 {item}。',
    en: 'The receipt is not of the registration of item {item}.',
  },
  VIEW_DIFFERS: {
    zh: '摘录文件与凭证不符：{path}。',
    en: 'A file for plain tools does not say what the receipts say: {path}.',
  },
  LEDGER_OTHER: {
    zh: '属于另一账本：{found}，而非所信任的 {ledger}。',
    en: 'It is of another ledger: {found}, not the trusted {ledger}.',
  },
  HEADS_SIGNED: {
    zh: '检查点由所信任创世文件列明的密钥签名（{origin}，密钥 {keys} 个；单一运营方签名，非多方共识）。',
    en:
      'The heads are signed by a key of the pinned genesis document ({origin}, {keys} key(s)): ' +
      'one operator’s signature, no quorum.',
  },
  HEADS_CERTIFIED: {
    zh:
      '检查区块由 {validators} 个验证节点中的 {signers} 个签名，' +
      '表决权 {power}/{total}（{names}）；验证节点自所信任创世文件起逐次产生。',
    en:
      'The heads are signed by {signers} of {validators} validators with {power} of {total} ' +
      'power ({names}), who descend from the pinned genesis document.',
  },
  HEAD_FAULT: { zh: '检查点不成立（{code}）。', en: 'The head does not hold ({code}).' },
  NO_WITNESSES: {
    zh: '该账本未约定见证人联署。',
    en: 'The ledger names no witnesses that cosign its heads.',
  },
  NO_HEAD: {
    zh: '检查点未能核实，本项无从核验。',
    en: 'The head does not hold, so this was not checked.',
  },
  LOG_ONE: {
    zh: '全部凭证出自同一账本，截至第 {height} 块（{size} 条，{time}）。',
    en: 'All receipts are of one log, up to block {height} ({size} entries, {time}).',
  },
  LOG_FORKED: {
    zh: '凭证与检查点（{size} 条）不属于同一账本：{path}。',
    en: 'A receipt is not of the log whose head has {size} entries: {path}.',
  },
  CONSISTENCY_MALFORMED: {
    zh: '一致性证明格式不合规。',
    en: 'The file of consistency proofs is not one.',
  },
  CONSISTENCY_NEEDLESS: {
    zh: '一致性证明含有无对应凭证的规模 {size}。',
    en: 'There is a consistency proof for a size that no receipt has: {size}.',
  },
  NEWEST_UNKNOWN: {
    zh: '未提供较新的检查点，未与账本现状比对。',
    en: 'No newer checkpoint was given; the head was not compared with today’s log.',
  },
  NEWEST_ELSEWHERE: {
    zh: '所提供检查点（{size} 条）与本包检查点（{head} 条）之间无一致性证明。',
    en: 'Between your checkpoint ({size} entries) and the head ({head}) there is no proof.',
  },
  NEWEST_SAME: {
    zh: '与所提供检查点（{size} 条）一致。',
    en: 'It agrees with the checkpoint that you gave ({size} entries).',
  },
  NEWEST_FORKED: {
    zh: '与所提供检查点（{size} 条）矛盾：存在两个账本。',
    en: 'It contradicts the checkpoint that you gave ({size} entries): there are two logs.',
  },
  NEWEST_FAULT: {
    zh: '所提供检查点不成立（{code}）。',
    en: 'The checkpoint that you gave does not hold ({code}).',
  },
} as const satisfies { readonly [key: string]: Sentence };

export const TIME_SENTENCES = {
  TOKEN_SOUND: {
    zh: '{authority} 的时间戳成立：{time}。',
    en: 'The token of {authority} holds: {time}.',
  },
  TOKEN_FORM_SOUND: {
    zh: '{authority} 的时间戳本身成立，证书见 B2。',
    en: 'The token of {authority} holds by itself; its certificates: B2.',
  },
  TOKEN_FAULT: {
    zh: '时间戳不成立：{path}（{code}）。',
    en: 'A token does not hold: {path} ({code}).',
  },
  TOKEN_SWAPPED: {
    zh: '时间戳文件并非账本所附：{path}。',
    en: 'A file of a token is not the one that is attached on the ledger: {path}.',
  },
  TOKEN_ROOT_UNKNOWN: {
    zh: '{authority} 的根证书不在所信任之列。',
    en: 'The root of {authority} is not among those that you trust.',
  },
  TOKENS_NONE: { zh: '未附可信时间戳。', en: 'No time-stamp is attached.' },
  ROOTS_NONE: {
    zh: '附有 {count} 个时间戳；未提供根证书，未予核验。',
    en: '{count} token(s) attached; no root was given, so none was checked.',
  },
  CHAIN_SOUND: {
    zh: '{authority} 的证书链在戳记之时有效且未吊销。',
    en: 'The chain of {authority} was valid and not revoked at the token’s time.',
  },
  CHAIN_REVOCATION_UNKNOWN: {
    zh: '{authority} 的证书链在戳记之时有效；当时是否吊销无资料。',
    en: 'The chain of {authority} was valid then; whether it was revoked is not shown.',
  },
  CHAIN_FAULT: {
    zh: '时间戳证书链不成立：{path}（{code}）。',
    en: 'The chain of a token does not hold: {path} ({code}).',
  },
  CHAINS_NONE: { zh: '没有可核验的时间戳。', en: 'There is no token that holds under your roots.' },
  AUTHORITIES_INDEPENDENT: {
    zh: '时间戳出自相互独立、与当事人及账本运营方无关的机构：{owners}。',
    en: 'The tokens are of distinct owners, neither party nor ledger operator: {owners}.',
  },
  AUTHORITIES_TOO_FEW: {
    zh: '独立时间戳机构仅 {count} 家（{owners}），至少需要两家。',
    en: 'Only {count} independent authority owner(s) ({owners}); two are needed.',
  },
  LOWER_BOUND: {
    zh: '不早于 {notBefore}（取证开始时载入的账本检查点；该时间为账本记载）。',
    en: 'Not before {notBefore}: the ledger’s checkpoint that the capture began with.',
  },
  LOWER_NONE: { zh: '时间下限未证明。', en: 'No lower bound is proven.' },
  UPPER_BOUND: {
    zh: '不晚于 {notAfter}（独立时间戳）。',
    en: 'Not after {notAfter}, by an independent time-stamp.',
  },
  UPPER_LEDGER_ONLY: {
    zh: '时间上限仅有账本自身记载（{time}），无独立机构证明。',
    en: 'The upper bound is the ledger’s own word only ({time}); no independent authority.',
  },
  UPPER_LATE: {
    zh: '时间戳晚于登记约 {hours} 小时。',
    en: 'The time-stamp is some {hours} hour(s) later than the registration.',
  },
  CLOCKS_DISAGREE: {
    zh: '{authority} 的时间戳早于账本登记时间（{time}），两者矛盾。',
    en: 'The token of {authority} is older than the registration ({time}): the clocks disagree.',
  },
  RENEWAL_NONE: {
    zh: '账本尚无长期保存的续期记录。',
    en: 'The ledger keeps no renewal records yet.',
  },
} as const satisfies { readonly [key: string]: Sentence };

export const ORIGIN_SENTENCES = {
  SIGNATURES_SOUND: {
    zh: '{count} 项事项由 {signers} 名行为人签名，签名均成立。',
    en: '{count} events are signed by {signers} actor(s); every signature holds.',
  },
  KEY_UNBOUND: {
    zh: '{actor} 的密钥归属未见证明。',
    en: 'That the key belongs to {actor} is not shown in the bundle.',
  },
  CAPTURE_NONE: {
    zh: '未经取证会话直接登记，上链前的形成过程未证明。',
    en: 'Registered without a capture: how it came about is not proven.',
  },
  CAPTURE_MISSING: { zh: '缺少取证开始的记录。', en: 'The beginning of the capture is missing.' },
  CAPTURE_UNCLOSED: { zh: '缺少取证结束的记录。', en: 'The end of the capture is missing.' },
  ARTEFACTS_GAP: {
    zh: '取证记录有缺漏，自第 {number} 号起。',
    en: 'There is a gap in the artefacts, from number {number}.',
  },
  ENVIRONMENT_PASSED: {
    zh: '清洁性检查先于取证且通过，记录无缺漏。',
    en: 'The environment was checked before and passed; the artefacts are without a gap.',
  },
  ENVIRONMENT_FAILED: { zh: '清洁性检查未通过。', en: 'The check of the environment failed.' },
  ENVIRONMENT_UNCHECKED: { zh: '未作清洁性检查。', en: 'The environment was not checked.' },
  ENVIRONMENT_LATE: {
    zh: '清洁性检查晚于取证。',
    en: 'The environment was checked after the first artefact.',
  },
  COLLECTOR_UNSIGNED: {
    zh: '取证人 {collector} 尚未签名（可以补正）。',
    en: 'Collector {collector} has not signed (this can be cured).',
  },
  TOOL_KNOWN: {
    zh: '取证工具已先行备案：{build}。',
    en: 'The tool was on record before: {build}.',
  },
  TOOL_UNKNOWN: { zh: '取证工具未见备案：{build}。', en: 'The tool is not on record: {build}.' },
  TOOL_WITHDRAWN: { zh: '取证工具已被撤回：{build}。', en: 'The tool was withdrawn: {build}.' },
  CORROBORATED: {
    zh: '页面图像、源代码与网络日志均已登记；三者内容是否相符须另行鉴定。',
    en: 'Picture, source and network log are registered; that they agree is for an appraiser.',
  },
  UNCORROBORATED: {
    zh: '缺少相互印证的材料：{roles}。',
    en: 'Nothing corroborates it in: {roles}.',
  },
  PROFILE_ALONE: {
    zh: '该类取证不要求页面、源代码与日志相互印证。',
    en: 'For this kind of capture no corroborating kinds are fixed.',
  },
  CUSTODY_UNBROKEN: {
    zh: '本包所载移交 {hands} 次，前后衔接、哈希值一致；现持有人 {holder}。',
    en: '{hands} hand-over(s) in the bundle, unbroken, equal digests; holder: {holder}.',
  },
  CUSTODY_GAP: {
    zh: '移交记录不连贯（位置 {at}）。',
    en: 'The custody record is broken (position {at}).',
  },
  CUSTODY_DIFFERS: {
    zh: '移交内容与登记或移交前不一致（位置 {at}）。',
    en: 'What was handed over is not what was registered or offered (position {at}).',
  },
  CUSTODY_DISPUTED: {
    zh: '接收方称内容不一致（位置 {at}）。',
    en: 'A recipient found other digests (position {at}).',
  },
  CUSTODY_UNANSWERED: { zh: '有移交尚未答复。', en: 'An offer of custody has no answer.' },
  END_NOT_PINNED: {
    zh: '截至位置 {last}；本包未附账本的步数声明，其后有无其他记录、有无删减，未予证明。',
    en:
      'Up to position {last}; the bundle has no statement of the ledger on how many steps there ' +
      'are, so that nothing was left out is not proven.',
  },
  STEPS_COMPLETE: {
    zh: '截至 {time}（位置 {at}），账本所记 {count} 步全部在本包内，无删减（{subjects} 项记录）。',
    en:
      'As of {time} (position {at}) all {count} steps that the ledger counts are in the bundle, ' +
      'over {subjects} record(s).',
  },
  STEPS_MISSING: {
    zh: '{subject} 在账本中有 {count} 步，本包载 {found} 步：有删减、增添或改序。',
    en: '{subject} has {count} step(s) on the ledger; the {found} of the bundle are not these.',
  },
  SUBJECT_NOT_PINNED: {
    zh: '账本的步数声明未涵盖 {subject}。',
    en: 'The statement of the ledger does not cover {subject}.',
  },
  STEPS_AFTER_PIN: {
    zh: '步数声明（位置 {at}）之后另有 {count} 步，其后是否完整未予证明。',
    en: '{count} step(s) are later than the statement (position {at}); what follows is open.',
  },
} as const satisfies { readonly [key: string]: Sentence };
