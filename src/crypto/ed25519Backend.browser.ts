/** The browser's Ed25519 arithmetic: the same answers as the server's, from @noble/curves. */
import type { Ed25519Arithmetic } from './ed25519Arithmetic.js';
import { ed25519Noble } from './ed25519Noble.js';

/** Pure JavaScript arithmetic. */
export const ed25519Backend: Ed25519Arithmetic = ed25519Noble;
