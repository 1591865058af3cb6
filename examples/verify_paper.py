#!/usr/bin/env python3
"""Verifies a certificate on paper with nothing of civic-ledger: Python and openssl alone.

    zbarimg --raw -q -Sdisable -Sqrcode.enable page.png > scan.txt
    python3 verify_paper.py scan.txt FILE '<origin>+<key id>+<base64>'

The last argument is the log's key, taken from where its operator publishes it. Follows
docs/formats.md sections 2 to 4, 7, 8, 11 and 21. Open items, single or in a batch.
"""
import base64, hashlib, itertools, json, re, subprocess, sys, tempfile, zlib

if len(sys.argv) != 4 or sys.argv[3].count('+') < 2:
    sys.exit(__doc__)
scan_path, file_path, log_key = sys.argv[1:4]
scan = open(scan_path, encoding='utf-8').read()
canonical = lambda value: json.dumps(
    value, sort_keys=True, separators=(',', ':'), ensure_ascii=False)
sha256 = lambda data: hashlib.sha256(data.encode() if isinstance(data, str) else data).digest()

# The record (code 2): numbered parts, Base45 (RFC 9285), deflate (RFC 1951), JSON.
ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
parts = dict((int(n), text) for n, text in re.findall(r'^CLR1/(\d)/\d/(.*)/$', scan, re.M))
text, packed = ''.join(parts[n] for n in sorted(parts)), b''
for at in range(0, len(text), 3):
    values = [ALPHABET.index(each) for each in text[at:at + 3]]
    value = sum(each * 45 ** place for place, each in enumerate(values))
    packed += value.to_bytes(len(values) - 1, 'big')
record = json.loads(zlib.decompress(packed, -15))

# The entries, rebuilt: the last one is the leaf.
first, events = record['first'], record['events']
previous = first['previous']
for number, event in enumerate(events):
    prefix = 'civic-ledger/signed-event/v1\n' if number == 0 else 'civic-ledger/derived-event/v1\n'
    entry = {'height': first['height'], 'time': first['time'], 'type': event['type'],
             'position': first['position'] + number, 'previous': previous,
             'event': sha256(prefix + canonical(event)).hex()}
    if number == 0:
        entry.update(kind='signed', derived=len(events) - 1, signature=first['signature'])
    else:
        entry.update(kind='derived', cause=first['position'])
    leaf = sha256(b'\0' + canonical(entry).encode())
    previous = leaf.hex()

# The proof (code 1): the path leads from the leaf to the root that the checkpoint states.
proof = re.search(r'c2sp.org/tlog-proof@v1\nindex (\d+)\n((?:.{44}\n)*)\n((?:.+\n)+)\n'
                  r'— (\S+) (\S+)', scan)
index, path, checkpoint = int(proof[1]), proof[2].split(), proof[3]
origin, size, root = checkpoint.split('\n')[:3]
assert index == entry['position'], 'the proof is of another entry'
node, last, computed = index, int(size) - 1, leaf
for sibling in map(base64.b64decode, path):
    if node % 2 == 1 or node == last:
        computed = sha256(b'\1' + sibling + computed)
        while node % 2 == 0 and node:
            node, last = node // 2, last // 2
    else:
        computed = sha256(b'\1' + computed + sibling)
    node, last = node // 2, last // 2
assert last == 0 and computed == base64.b64decode(root), 'the proof does not lead to the root'

# The checkpoint is signed with the key that you have pinned (C2SP signed-note, Ed25519).
pinned_origin, key_id, key = log_key.split('+', 2)
public, signature = base64.b64decode(key)[1:], base64.b64decode(proof[5])
assert pinned_origin == origin == proof[4], 'the checkpoint is of another log'
with tempfile.TemporaryDirectory() as folder:
    for name, data in (('key', bytes.fromhex('302a300506032b6570032100') + public),
                       ('text', checkpoint.encode()), ('signature', signature[4:])):
        open(f'{folder}/{name}', 'wb').write(data)
    subprocess.run(['openssl', 'pkeyutl', '-verify', '-pubin', '-keyform', 'DER', '-inkey',
                    f'{folder}/key', '-rawin', '-in', f'{folder}/text', '-sigfile',
                    f'{folder}/signature'], check=True, stdout=subprocess.DEVNULL)

# The file is the registered one.
content = open(file_path, 'rb').read()
names = {'sha-256': 'sha256', 'sha-512': 'sha512', 'sha3-256': 'sha3_256', 'sm3': 'sm3'}
digests = [{'algorithm': each, 'length': len(content),
            'value': hashlib.new(name, content).hexdigest()}
           for each, name in names.items() if name in hashlib.algorithms_available]
data = next(e['data'] for e in events if e['type'].endswith('Registered'))
commitments = data.get('leaves') or [data['commitment']]
subsets = itertools.chain.from_iterable(
    itertools.combinations(sorted(digests, key=lambda d: d['algorithm']), n) for n in (2, 3, 4))
found = [sha256('civic-ledger/evidence-item/v1\n' + canonical({'digests': list(chosen)})).hex()
         for chosen in subsets]
assert set(found) & set(commitments), 'the file is not the registered one'
print(f"registered at position {first['position']} of {origin}, {first['time']}: {file_path}")
