/** One thread of rawVerifyRate: verifies signatures of one key over many messages for a while. */
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';

/** The part of sodium-native that is used here; the package has no types of its own. */
interface Sodium {
  readonly crypto_sign_PUBLICKEYBYTES: number;
  readonly crypto_sign_SECRETKEYBYTES: number;
  readonly crypto_sign_BYTES: number;
  crypto_sign_keypair(publicKey: Buffer, secretKey: Buffer): void;
  crypto_sign_detached(signature: Buffer, message: Buffer, secretKey: Buffer): void;
  crypto_sign_verify_detached(signature: Buffer, message: Buffer, publicKey: Buffer): boolean;
}

const sodium = createRequire(import.meta.url)('sodium-native') as Sodium;

const MESSAGES = 1_000;
const MESSAGE_BYTES = 500;
const MS_PER_SECOND = 1_000;

const { seconds } = workerData as { readonly seconds: number };
const publicKey = Buffer.alloc(sodium.crypto_sign_PUBLICKEYBYTES);
const secretKey = Buffer.alloc(sodium.crypto_sign_SECRETKEYBYTES);
sodium.crypto_sign_keypair(publicKey, secretKey);

const signed = Array.from({ length: MESSAGES }, (_, index) => {
  const message = Buffer.alloc(MESSAGE_BYTES, index % 251);
  message.writeUInt32BE(index);
  const signature = Buffer.alloc(sodium.crypto_sign_BYTES);
  sodium.crypto_sign_detached(signature, message, secretKey);
  return { message, signature };
});

const started = performance.now();
let verified = 0;
while (performance.now() - started < seconds * MS_PER_SECOND) {
  for (const { message, signature } of signed) {
    if (!sodium.crypto_sign_verify_detached(signature, message, publicKey)) {
      throw new Error('libsodium refused a signature of its own');
    }
  }
  verified += signed.length;
}
parentPort?.postMessage((verified * MS_PER_SECOND) / (performance.now() - started));
