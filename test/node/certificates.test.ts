import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeLightBlock } from '../../src/ledger/cometbft/lightBlockText.js';
import { parseCertificate } from '../../src/ledger/cometbft/certificate.js';
import { Certificates, certificatesPath } from '../../src/node/certificates.js';
import { StoreUnusable } from '../../src/store/schema.js';
import Database from 'better-sqlite3';
import { recorded } from '../ledger/cometbft/recordedBlocks.js';

const LONG_MS = 60_000;
const TRUST = { chainId: 'recorded-chain', validators: recorded(1).validators };
const TEXT = encodeLightBlock(recorded(2).block);

let folder: string;
let certificates: Certificates;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'civic-ledger-certificates-'));
  certificates = new Certificates(certificatesPath(folder), TRUST);
});
afterEach(() => {
  certificates.close();
  rmSync(folder, { recursive: true, force: true });
});

function certify(height: number): void {
  certificates.store.keep({ engineHeight: height + 1, height, certifies: TEXT });
  certificates.certified(height);
}

describe('the certificates of a node', () => {
  it('are there at once when they are kept', async () => {
    certify(0);
    const text = await certificates.waitFor(0, LONG_MS);
    expect(text).toBe(certificates.of(0));
    expect(parseCertificate(text ?? '')).toEqual({ block: recorded(2).block, changes: [] });
  });

  it('are waited for by whoever asks for their height, and by nobody else', async () => {
    const first = certificates.waitFor(0, LONG_MS);
    const second = certificates.waitFor(1, LONG_MS);
    certify(0);
    expect(await first).toBeDefined();
    expect(certificates.of(1)).toBeUndefined();
    certify(1);
    expect(await second).toBeDefined();
  });

  it('are not waited for beyond the time that was given', async () => {
    expect(await certificates.waitFor(0, 1)).toBeUndefined();
  });

  it('refuse a file of another version', () => {
    const path = join(folder, 'other.sqlite');
    const database = new Database(path);
    database.pragma('user_version = 99');
    database.close();
    expect(() => new Certificates(path, TRUST)).toThrow(StoreUnusable);
  });
});
