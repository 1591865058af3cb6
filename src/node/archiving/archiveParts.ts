/** What an archive of the ledger in a data folder is made of, for the node and for commands. */
import { existsSync } from 'node:fs';
import { validatorSetHash } from '../../ledger/cometbft/validatorSet.js';
import { genesisTrust } from '../../ledger/cometbft/verifyCertificate.js';
import { type Genesis, genesisHash } from '../../ledger/genesis.js';
import type { ArchiveParts, CertificateSource } from '../../store/archive/archiveLog.js';
import { openLogCertificates } from '../../store/certificateStore.js';
import { StoreUnusable } from '../../store/schema.js';
import type { SqliteLogReader } from '../../store/sqliteLogReader.js';
import { certificatesPath } from '../certificates.js';

/** Nothing beside the ledger says what its validators have signed. */
export class CertificatesMissing extends Error {}

/**
 * Does `use` with the parts. Throws StoreUnusable for a log without a block, and
 * CertificatesMissing.
 */
export function withArchiveParts<Result>(
  log: SqliteLogReader,
  dataDirectory: string,
  use: (parts: ArchiveParts) => Result,
): Result {
  const genesisText = log.entries(0, 1)[0]?.event;
  if (genesisText === undefined) throw new StoreUnusable('the log has no block yet');
  const ledger = genesisHash(genesisText);
  const trust = genesisTrust(ledger, JSON.parse(genesisText) as Genesis);
  if (trust === undefined) return use({ log, ledger, certificates: undefined });
  const path = certificatesPath(dataDirectory);
  if (!existsSync(path)) throw new CertificatesMissing(`there is no ${path}`);
  const kept = openLogCertificates(path);
  const first = validatorSetHash(trust.validators);
  const certificates: CertificateSource = {
    certificate: (height) => kept.certificate(height, first),
    lastHeight: () => kept.lastHeight(),
  };
  try {
    return use({ log, ledger, certificates });
  } finally {
    kept.close();
  }
}
