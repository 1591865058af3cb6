/** Stock `openssl ts`: asks, verifies, and issues with a small authority of its own. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certificatesFromPem, certificatesToPem } from '../../src/timestamp/pem.js';

/** How an authority made by openssl differs from the plain one. */
export interface OpensslAuthority {
  /** Arguments that make keys, for example `-algorithm EC -pkeyopt ec_paramgen_curve:P-256`. */
  readonly keys?: string;
  readonly digest?: string;
  /** Lines of the certificate's extensions instead of the sound ones. */
  readonly extensions?: string;
  readonly essDigest?: string;
  readonly ordering?: boolean;
  /** `openssl x509` arguments for the certificate's validity. */
  readonly days?: number;
}

export const P256 = '-algorithm EC -pkeyopt ec_paramgen_curve:P-256';

const SOUND = `basicConstraints=critical,CA:false
keyUsage=critical,digitalSignature
extendedKeyUsage=critical,timeStamping
subjectKeyIdentifier=hash`;

/** A folder with files for and by openssl, removed by `close`. */
export class Openssl {
  readonly folder = mkdtempSync(join(tmpdir(), 'openssl-'));

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, content: string | Uint8Array): string {
    writeFileSync(this.path(name), content);
    return this.path(name);
  }

  read(name: string): Uint8Array {
    return new Uint8Array(readFileSync(this.path(name)));
  }

  /** Runs openssl in the folder; throws when it fails. */
  run(...args: readonly string[]): string {
    return execFileSync('openssl', args, { cwd: this.folder, stdio: 'pipe' }).toString();
  }

  /** A query over `content`, as DER. */
  query(content: string, ...args: readonly string[]): Uint8Array {
    this.write('content', content);
    this.run('ts', '-query', '-data', 'content', ...args, '-out', 'query.tsq');
    return this.read('query.tsq');
  }

  /** What `openssl ts -verify` prints of a response to the last query. */
  verify(response: Uint8Array, root: Uint8Array): string {
    this.write('response.tsr', response);
    this.write('root.pem', certificatesToPem([root]));
    const of = ['-in', 'response.tsr', '-queryfile', 'query.tsq', '-CAfile', 'root.pem'];
    return this.run('ts', '-verify', ...of);
  }

  /** True when openssl accepts `response` as the answer to `query.tsq` under `root.pem`. */
  accepts(response: Uint8Array): Promise<boolean> {
    const input = this.write('mutant.tsr', response);
    const args = ['ts', '-verify', '-in', input, '-queryfile', 'query.tsq', '-CAfile', 'root.pem'];
    return new Promise((resolve) => {
      execFile('openssl', args, { cwd: this.folder }, (error) => resolve(error === null));
    });
  }

  /** A fresh authority; its root's DER. */
  makeAuthority(authority: OpensslAuthority = {}): Uint8Array {
    const { keys = P256, extensions = SOUND, days = 30, digest = 'sha256' } = authority;
    this.write('ts.cnf', configuration(authority, extensions));
    for (const name of ['ca', 'tsa']) {
      this.run('genpkey', ...keys.split(' '), '-out', `${name}.key`);
    }
    const config = ['-config', 'ts.cnf', `-${digest}`];
    const root = ['-new', '-x509', '-key', 'ca.key', '-subj', '/CN=ca', '-extensions', 'ca'];
    this.run('req', ...root, '-days', '30', '-out', 'ca.pem', ...config);
    this.run('req', '-new', '-key', 'tsa.key', '-subj', '/CN=tsa', '-out', 'tsa.csr', ...config);
    const by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-days', `${days}`, `-${digest}`];
    const to = ['-extfile', 'ts.cnf', '-extensions', 'tsa_cert', '-out', 'tsa.pem'];
    this.run('x509', '-req', '-in', 'tsa.csr', ...by, ...to);
    const [certificate] = certificatesFromPem(readFileSync(this.path('ca.pem'), 'utf8')) ?? [];
    return certificate as Uint8Array;
  }

  /** The authority's response to the last query. */
  reply(): Uint8Array {
    this.run('ts', '-reply', '-config', 'ts.cnf', '-queryfile', 'query.tsq', '-out', 'reply.tsr');
    return this.read('reply.tsr');
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function configuration(authority: OpensslAuthority, extensions: string): string {
  const { digest = 'sha256', essDigest = 'sha256', ordering = false } = authority;
  return `[req]
distinguished_name=dn
[dn]
[ca]
basicConstraints=critical,CA:true
keyUsage=critical,keyCertSign,cRLSign
[tsa_cert]
${extensions}
[tsa]
default_tsa=one
[one]
serial=serial
signer_cert=tsa.pem
certs=ca.pem
signer_key=tsa.key
signer_digest=${digest}
default_policy=1.2.3.4.1
other_policies=1.2.3.4.5
digests=sha256,sha384,sha512,sm3
accuracy=secs:1,millisecs:500,microsecs:100
ordering=${ordering ? 'yes' : 'no'}
tsa_name=yes
ess_cert_id_chain=no
ess_cert_id_alg=${essDigest}
`;
}
