/** `civic-ledger certifier`: the keys with which an authority signs certificates of items. */
import { Command } from 'commander';
import type { KeyPair } from '../crypto/suites.js';
import { issueDocumentSigner } from '../timestamp/issueCertificate.js';
import { certificatesFromPem } from '../timestamp/pem.js';
import type { SigningKey } from '../timestamp/writeSignedData.js';
import type { CliContext } from './cliContext.js';
import { readText } from './dataFolder.js';
import { EXIT } from './exitCode.js';
import { issuerPaths, makeIssuer, requireSecret } from './issuerFolder.js';
import { UserError } from './userError.js';

/** The command with its part. */
export function certifierCommand({ terminal }: CliContext): Command {
  const command = new Command('certifier').description('who signs certificates of items');
  command
    .command('init')
    .argument('<folder>', 'a new folder for its keys and certificates')
    .description('make a signer of certificates with a root of its own')
    .requiredOption('--organisation <name>', 'whose it is; stands in its certificates')
    .action((folder: string, { organisation }: { readonly organisation: string }) => {
      makeIssuer(folder, {
        organisation,
        role: 'certification',
        issue: issueDocumentSigner,
        whyNotReplace: 'certificates are checked against it for years',
      });
      const { root, key } = issuerPaths(folder);
      terminal.out(`new certifier ${organisation} in ${folder}`);
      terminal.out(`  root certificate  ${root}: publish it`);
      terminal.out(`  private keys      ${key} and its root’s, readable by you only`);
      terminal.note(
        `next: npx civic-ledger evidence certificate ITEM --certifier ${folder} --out ITEM.pdf`,
      );
    });
  return command;
}

/** Reads the signer in `folder`. Throws UserError when a file is missing, open or malformed. */
export function readCertifier(folder: string): SigningKey {
  const paths = issuerPaths(folder);
  const next = 'make one with "npx civic-ledger certifier init"';
  const [keyText, pem] = [readText(paths.key, next), readText(paths.chain, next)];
  requireSecret(paths.key);
  const chain = certificatesFromPem(pem) ?? [];
  const privateKey = privateKeyIn(keyText);
  if (chain.length > 0 && privateKey !== undefined) return { chain, privateKey };
  throw new UserError(`${folder} is no certifier`, next, EXIT.malformed);
}

function privateKeyIn(text: string): string | undefined {
  try {
    const { privateKey } = JSON.parse(text) as Partial<KeyPair>;
    return privateKey;
  } catch {
    return undefined;
  }
}
