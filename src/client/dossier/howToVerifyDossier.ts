/**
 * HOW-TO-VERIFY.txt of a dossier's bundle: what anyone can check with a shell, openssl and Python's
 * standard library, without any software of this project. A test runs every step.
 */
import type { Hex } from '../../crypto/bytes.js';

/** The file's text. */
export function howToVerifyDossier(dossier: Hex): string {
  return `How to verify this bundle without our software
用通用工具核验本案卷证据包（不需要任何本系统软件）
Dossier 案卷编号: ${dossier}

Unpack into an empty folder and run the lines below in bash. Lines that begin with $ are commands.
The ledger's id (step 1) must NOT come from this bundle: get it from whoever you trust.
账本编号须另行取得，不得取自本包。

1. Whose ledger 账本身份. The hash printed has to be the ledger id that you were given elsewhere.
$ printf 'civic-ledger/genesis/v1\\n' | cat - genesis.json | sha256sum

2. The log's signed head 账本检查点签名. Where one operator keeps the ledger: each key of
genesis.json is tried; one has to print "Signature Verified Successfully". Where validators keep it,
proof/light-block.json has their votes in its place (docs/formats.md, section 19).
$ if [ -f head/checkpoint.txt ]; then
$   head -n 4 head/checkpoint.txt > head.signed
$   sed -n 6p head/checkpoint.txt | cut -d' ' -f3 | base64 -d | tail -c 64 > head.sig
$   keys=$(sed 's/.*"checkpointKeys":\\[\\([^]]*\\)\\].*/\\1/' genesis.json)
$   for key in $(echo "$keys" | tr -d '"' | tr , ' '); do
$     printf "$(printf %s 302a300506032b6570032100$key | sed 's/../\\\\x&/g')" > head.key
$     openssl pkeyutl -verify -rawin -pubin -keyform DER -inkey head.key \\
$       -sigfile head.sig -in head.signed
$   done
$ fi

3. The manifest 案卷清单. Its lines give a root; the ledger froze a root and a count. Then every
record has to stand in the log under the head's root. Both steps have to print OK.
$ cat > verify.py <<'END'
${PYTHON.replace(/^/gm, '$ ')}
$ END
$ python3 verify.py

What these steps do not show 上述步骤不能说明: who signed the records (their signatures stand in
log/records.jsonl), that a content is true, who made it, or who owns it; what withheld entries are;
what became of an item after its registration.
`;
}

/** Short on purpose: a reader has to see at a glance that it does what it says. */
const PYTHON = String.raw`import base64, hashlib, json, os
def sha(*parts): return hashlib.sha256(b''.join(parts)).digest()
def text(value):
    return json.dumps(value, sort_keys=True, separators=(',', ':'), ensure_ascii=False).encode()
def lines(path): return [json.loads(line) for line in open(path, encoding='utf-8')]
def power(count):
    half = 1
    while half * 2 < count: half *= 2
    return half
def root(leaves):
    if len(leaves) == 1: return leaves[0]
    half = power(len(leaves))
    return sha(b'\1', root(leaves[:half]), root(leaves[half:]))
def leaf(entry):
    if 'leaf' in entry: return bytes.fromhex(entry['leaf'])
    kind = 'removal' if 'removes' in entry else 'entry-salted' if 'salt' in entry else 'entry'
    return sha(b'civic-ledger/dossier-%s/v1\n' % kind.encode(), text(entry))
entries, records = lines('dossier/entries.jsonl'), lines('log/records.jsonl')
frozen = [event['data'] for record in records for event in record['events']
          if event['type'] == 'evidence.DossierFrozen'][0]
numbers = [entry['number'] for entry in entries]
found = root([sha(b'\0', leaf(entry)) for entry in entries]).hex()
whole = numbers == list(range(frozen['count'])) and found == frozen['root']
print('manifest', 'OK' if whole else 'WRONG', frozen['count'], found)
places = {}
for record in records:
    previous = record['first']['previous']
    for index, event in enumerate(record['events']):
        prefix = b'civic-ledger/%s/v1\n' % (b'derived-event' if index else b'signed-event')
        entry = {'height': record['first']['height'], 'time': record['first']['time'],
                 'position': record['first']['position'] + index, 'previous': previous,
                 'type': event['type'], 'event': sha(prefix, text(event)).hex(),
                 'kind': 'derived' if index else 'signed'}
        if index: entry['cause'] = record['first']['position']
        else: entry['derived'] = len(record['events']) - 1
        if not index: entry['signature'] = record['first']['signature']
        previous = sha(b'\0', text(entry)).hex()
    places[entry['position']] = bytes.fromhex(previous)
proof, header = json.load(open('log/inclusion.json')), json.load(open('head/header.json'))
hashes, order = iter(proof['hashes']), sorted(places)
def walk(start, end, of):
    if not of: return bytes.fromhex(next(hashes))
    if end - start == 1: return places[start]
    half = start + power(end - start)
    left = walk(start, half, [place for place in of if place < half])
    return sha(b'\1', left, walk(half, end, [place for place in of if place >= half]))
top, signed = walk(0, proof['size'], order), header['root']
if os.path.exists('head/checkpoint.txt'):
    signed = base64.b64decode(open('head/checkpoint.txt').read().split('\n')[2]).hex()
print('log', 'OK' if top.hex() == header['root'] == signed else 'WRONG', len(records), top.hex())`;
