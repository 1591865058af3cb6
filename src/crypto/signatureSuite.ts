/** The shape of a signature suite: one fixed verification predicate over bytes, with its name. */

/** A public key that may verify, ready for use. */
export interface PreparedKey {
  /**
   * The suite's predicate: the same answer for the same bytes on every node, for ever. Never
   * throws.
   */
  verify(message: Uint8Array, signature: Uint8Array): boolean;
}

/** Signs messages with one private key. */
export type Signer = (message: Uint8Array) => Uint8Array;

export interface SignatureSuite {
  readonly name: string;
  readonly publicKeyBytes: number;
  readonly privateKeyBytes: number;
  /** What a signature looks like, for error messages. */
  readonly signatureForm: string;
  /** True when `signature` has the suite's one encoding, whether or not it verifies anything. */
  isSignatureForm(signature: Uint8Array): boolean;
  /** Why `key` may not be enrolled; undefined when it may. Costs up to a millisecond. */
  keyFault(key: Uint8Array): string | undefined;
  /** `key` ready to verify; undefined exactly when keyFault names a fault. */
  prepareKey(key: Uint8Array): PreparedKey | undefined;
  /** A new private key from the platform's cryptographic random source. */
  generatePrivateKey(): Uint8Array;
  /**
   * The public key of `privateKey`. Throws a RangeError when that is no private key of the suite.
   */
  publicKeyOf(privateKey: Uint8Array): Uint8Array;
  /** A signer for `privateKey`. Throws a RangeError when that is no private key of the suite. */
  signer(privateKey: Uint8Array): Signer;
}
