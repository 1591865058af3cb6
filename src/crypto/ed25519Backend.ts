/**
 * The server's Ed25519 arithmetic: libsodium where its native binary loads, node:crypto elsewhere.
 * Bundlers for browsers take ed25519Backend.browser.ts instead (package.json, "browser").
 */
import type { Ed25519Arithmetic } from './ed25519Arithmetic.js';
import { ed25519Node } from './ed25519Node.js';
import { loadEd25519Sodium } from './ed25519Sodium.js';

/** The fastest arithmetic that this machine has. All of them give the same answers. */
export const ed25519Backend: Ed25519Arithmetic = loadEd25519Sodium() ?? ed25519Node;
