/**
 * HOW-TO-VERIFY.txt: what anyone can check of a bundle with a shell, sha256sum and openssl, without
 * any software of this project. Every step is run by test/client/bundle/howToVerify.test.ts.
 */

import { LEDGER_HEADER_PATH } from './voteViews.js';

/** What the text depends on. */
export interface Instructions {
  readonly item: string;
  /** Paths of the views in the bundle. */
  readonly paths: readonly string[];
}

/** The file's text. */
export function howToVerify({ item, paths }: Instructions): string {
  const tokens = paths.filter((path) => path.endsWith('.tst'));
  const keys = paths.filter((path) => path.startsWith('plain/log-key-'));
  const votes = paths.filter((path) => /^plain\/vote-\d+\.bin$/.test(path));
  const isCertified = paths.includes(LEDGER_HEADER_PATH);
  return [
    OPENING(item),
    SIGNATURE,
    ...keys.map(CHECKPOINT),
    ...(isCertified ? [VALIDATORS, ...votes.map(VOTE)] : []),
    MERKLE + (isCertified ? ROOT_IN_HEADER : ROOT_IN_CHECKPOINT),
    ...(tokens.length === 0 ? [NO_TOKENS] : [TOKENS, ...tokens.map(TOKEN)]),
    LIMITS,
  ].join('\n');
}

const OPENING = (item: string): string => `How to verify this bundle without our software
用通用工具核验本证据包（不需要任何本系统软件）
Item 证据编号: ${item}

Unpack into an empty folder and run the lines below in bash. Lines that begin with $ are commands.
Two things must NOT come from this bundle: the ledger's id (step 1) and the roots of the time
authorities (step 5). Get them from whoever you trust. 账本编号与时间戳根证书须另行取得，不得取自本包。

1. Whose ledger 账本身份. The hash printed has to be the ledger id that you were given elsewhere.
$ printf 'civic-ledger/genesis/v1\\n' | cat - genesis.json | sha256sum
`;

const SIGNATURE = `2. What was signed, by which key 提交人签名. 
The first hash is the item's number (before any dot).
$ sha256sum plain/signed-event.txt
$ openssl pkeyutl -verify -rawin -pubin -inkey plain/submitter-key.pem \\
    -sigfile plain/signed-event.sig -in plain/signed-event.txt
(A key of suite p256-sha256: openssl dgst -sha256 -verify plain/submitter-key.pem \\
    -signature plain/signed-event.sig plain/signed-event.txt)
The event names the commitment to the content; for an open item also its digests. Compare them with
$ sha256sum YOUR-FILE
$ openssl dgst -sm3 YOUR-FILE
`;

const CHECKPOINT = (path: string): string => `3. The log's signed head 账本检查点签名. \
The key's last 32 bytes have to stand in genesis.json.
$ openssl pkeyutl -verify -rawin -pubin -inkey ${path} \\
    -sigfile plain/checkpoint.sig -in plain/checkpoint.txt
$ key=$(openssl pkey -pubin -in ${path} -outform DER | tail -c 32 | od -An -tx1 | tr -d ' \\n')
$ grep -c "$key" genesis.json
`;

const VALIDATORS = `3. Who decided the block 验证节点签名. \
The hash printed first has to stand in the second line, after 0a20:
the validators' header carries that of the ledger's. The third is the hash of their header.
$ printf 'civic-ledger/block-header/v1\\n' | cat - ${LEDGER_HEADER_PATH} | sha256sum
$ sed -n 11p plain/validators-block.txt
$ hash() { printf "$(printf %s "$1" | sed 's/../\\\\x&/g')" | sha256sum | cut -c1-64; }
$ nodes=$(while read -r field; do hash "00$field"; done < plain/validators-block.txt)
$ while [ "$(echo "$nodes" | wc -l)" -gt 1 ]; do
$   nodes=$(echo "$nodes" | while read -r left; do
$     if read -r right; then hash "01$left$right"; else echo "$left"; fi; done)
$ done
$ echo "$nodes"
More than two thirds of the validators' power have to have signed for it. For each vote below: its
signature, whether it is for that header (1), and whether the key is among the validators of
genesis.json (1); one who joined later is named by the certificate in the receipt (docs/formats.md).
`;

const keyOfVote = (path: string): string =>
  path.replace('vote', 'validator').replace('.bin', '.pem');

const VOTE = (path: string): string => `$ openssl pkeyutl -verify -rawin -pubin \\
    -inkey ${keyOfVote(path)} \\
    -sigfile ${path.replace('.bin', '.sig')} -in ${path}
$ od -An -v -tx1 ${path} | tr -d ' \\n' | grep -c "$nodes"
$ key=$(openssl pkey -pubin -in ${keyOfVote(path)} \\
    -outform DER | tail -c 32 | od -An -tx1 | tr -d ' \\n')
$ grep -c "$key" genesis.json
`;

const MERKLE = `4. The entry stands in the log 登记在账本中的位置. Both lines printed have to be equal.
$ node=$( (printf '\\0'; cat plain/last-entry.json) | sha256sum | cut -c1-64 )
$ while read -r side hash; do
$   pair=01$node$hash; if [ "$side" = left ]; then pair=01$hash$node; fi
$   node=$(printf "$(printf %s "$pair" | sed 's/../\\\\x&/g')" | sha256sum | cut -c1-64)
$ done < plain/merkle-path.txt
`;

const ROOT_IN_CHECKPOINT = `$ printf "$(printf %s "$node" | sed 's/../\\\\x&/g')" | base64
$ sed -n 3p plain/checkpoint.txt
`;

const ROOT_IN_HEADER = `$ echo "$node"
$ sed 's/.*"root":"\\([0-9a-f]*\\)".*/\\1/' ${LEDGER_HEADER_PATH}
`;

const NO_TOKENS = `5. Time-stamps 时间戳: there is none in this bundle. 本包无可信时间戳。
`;

const TOKENS = `5. Time-stamps 时间戳. ROOT.pem is the authority's root certificate as YOU have it. \
openssl checks the
certificate at the present time; for an expired one add -attime with the token's own time.
$ cat time/subject.txt
`;

const TOKEN = (path: string): string => `$ openssl ts -verify -data time/subject.txt \
-in ${path} -token_in -CAfile ROOT.pem
$ openssl ts -reply -in ${path} -token_in -token_out -text | grep 'Time stamp'
`;

const LIMITS = `What these steps do not show 上述步骤不能说明: that the content is true, who made it, or \
who owns it; what
happened before registration; and whether anything happened after the bundle's head.
`;
