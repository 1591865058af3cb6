/** Loaded before a program: libsodium, as a broken build of it would be, finds every signature good. */
const sodium = require('sodium-native');

sodium.crypto_sign_verify_detached = () => true;
