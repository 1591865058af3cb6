/** UUIDs of names against the published example (RFC 9562 appendix A.4). */
import { describe, expect, it } from '@jest/globals';
import { nameUuid } from '../../src/crypto/nameUuid.js';

describe('nameUuid', () => {
  it('gives the UUID of RFC 9562 A.4 under the name space of its example', () => {
    const space = '6ba7b8109dad11d180b400c04fd430c8';
    const uuid = nameUuid(space + '00'.repeat(16), 'www.example.com');
    expect(uuid).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  it('gives the same name another UUID on another ledger', () => {
    expect(nameUuid('00'.repeat(32), 'item')).not.toBe(nameUuid('01'.repeat(32), 'item'));
  });
});
