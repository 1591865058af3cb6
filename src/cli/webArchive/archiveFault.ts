/** Why a web archive is not taken: a fault of a closed list, and where in the archive it is. */
import { EXIT } from '../exitCode.js';
import { UserError } from '../userError.js';

export const ARCHIVE_FAULTS = {
  ZIP_FORM: 'it is no zip that can be read in one way only',
  ZIP_NAME: 'a name is not a plain path of visible ASCII below the archive',
  ZIP_TWICE: 'a name stands twice',
  ZIP_KIND: 'an entry is encrypted, a link or no file, or packed by another method than deflate',
  ZIP_BOMB: 'it would unpack to more than 200 times its size, or has more than 100,000 entries',
  WACZ_PACKAGE: 'its datapackage.json is not one of WACZ 1.x',
  WACZ_MISSING: 'a resource that datapackage.json names is not there',
  WACZ_EXTRA: 'there is a file that datapackage.json does not name',
  WACZ_HASH: 'a file has not the SHA-256 and the length that datapackage.json states',
  WACZ_EMPTY: 'it holds no WARC file',
  WARC_FORM: 'a record is not in the form of WARC 1.0 or 1.1',
  WARC_TRUNCATED: 'it ends in the middle of a record',
  WARC_BOMB: 'it unpacks to more than 1,000 times its size',
  HAR_JSON: 'it is not JSON that can be read in one way only, or longer than 256 MiB',
  HAR_FORM: 'it has not the members of HAR 1.2',
  RECORDS_TOO_MANY: 'it has more than 1,000,000 exchanges',
} as const;

export type ArchiveFaultCode = keyof typeof ARCHIVE_FAULTS;

/** The archive is not taken; nothing of it was registered. */
export class ArchiveFault extends UserError {
  readonly code: ArchiveFaultCode;

  constructor(code: ArchiveFaultCode, at: string) {
    const next = `look at ${JSON.stringify(at.slice(0, 200))}; a capture takes sound archives only`;
    super(`${code}: ${ARCHIVE_FAULTS[code]}`, next, EXIT.malformed);
    this.code = code;
  }
}
