/**
 * What runs inside the browser: the tour of a frontend. Each function is handed to the page by name
 * and uses only the bundled client (`window.ledger`).
 */

/** Signs, submits, fetches the receipt and verifies it; then refuses what was tampered with. */
export async function registerAndVerify({ url, ledgerId, genesisText, actor, privateKey }) {
  const client = window.ledger;
  const signer = client.keySigner(actor, privateKey);
  const content = new Blob(['a picture taken in a browser']);
  const item = client.commitOpenly(await client.digestContent(content));
  const data = {
    item: {
      commitment: item.commitment,
      digests: item.digests,
      category: 'media',
      claim: 'author',
    },
  };
  const event = await client.signAction(signer, {
    ledger: ledgerId,
    type: 'evidence.RegisterItem',
    data,
  });
  const endpoint = { url };
  const [first] = await client.submitEvents(endpoint, [event]);
  const [again] = await client.submitEvents(endpoint, [event]);
  const receipt = await client.fetchReceipt(endpoint, first.position);
  const trust = { ledger: ledgerId, genesis: genesisText };
  const verdict = client.verifyReceipt(receipt, trust);
  const tampered = client.verifyReceipt(receipt.replace('media', 'other'), trust);
  const otherLedger = client.verifyReceipt(receipt, { ...trust, ledger: '0'.repeat(64) });
  const digests = await client.digestContent(new Blob(['a picture taken in A browser']));
  return {
    first,
    again,
    digests: item.digests,
    verdict: verdict.ok,
    content: client.verifyContent(verdict, { digests: item.digests }),
    otherContent: client.verifyContent(verdict, { digests }),
    tampered,
    otherLedger,
  };
}

/** Makes a key, signs and verifies in every suite; a changed message is refused. */
export function everySuite() {
  const client = window.ledger;
  return ['ed25519-strict-1', 'p256-sha256', 'sm2-sm3'].map((suite) => {
    const { publicKey, privateKey } = client.generateKeyPair(suite);
    const signature = client.keySigner('a@b', privateKey).sign(new TextEncoder().encode('text'));
    return {
      suite,
      verifies: client.verifySignature(publicKey, 'text', signature),
      refuses: !client.verifySignature(publicKey, 'Text', signature),
    };
  });
}

/** Verifies tokens that other programs made, and each with one bit of its signature changed. */
export function verifyTokens(tokens) {
  const client = window.ledger;
  const bytes = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  return tokens.map(({ by, response, root, imprint, nonce }) => {
    const trust = { roots: [bytes(root)], nonce: BigInt(nonce), imprint: () => bytes(imprint) };
    const damaged = bytes(response);
    damaged[damaged.length - 1] ^= 1;
    return {
      by,
      sound: client.verifyTimestampResponse(bytes(response), trust).ok,
      damaged: client.verifyTimestampResponse(damaged, trust).code,
    };
  });
}

/** Starts following registrations; `window.followed` collects their positions. */
export function startFollowing({ url, after }) {
  const client = window.ledger;
  const stop = new AbortController();
  window.followed = [];
  window.reconnects = 0;
  window.stopFollowing = () => stop.abort();
  const options = {
    after,
    signal: stop.signal,
    onReconnect: () => {
      window.reconnects += 1;
    },
  };
  (async () => {
    const source = client.evidenceSource({ url });
    for await (const { position } of client.follow(source, options)) {
      window.followed.push(position);
    }
  })().catch((error) => window.followed.push(String(error)));
}
