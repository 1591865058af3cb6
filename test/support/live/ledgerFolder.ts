/** A fresh ledger in a temporary folder, made by the command that users run. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, type JsonValue } from '../../../src/crypto/canonicalJson.js';
import type { Hex } from '../../../src/crypto/bytes.js';
import { genesisHash } from '../../../src/ledger/genesis.js';
import { type Depositor, type KeyFile, makeDepositor, readKeyFile } from './depositor.js';
import { program } from './serverProcess.js';
import { removeFolder, temporaryFolder } from './started.js';

export interface LedgerFolder {
  readonly directory: string;
  /** Hash of the genesis document. */
  readonly ledgerId: Hex;
  readonly genesisText: string;
  readonly depositor: Depositor;
  /** The depositor's key file, for threads that sign by themselves. */
  readonly keyFile: KeyFile;
  /** Removes the folder. */
  remove(): void;
}

/** The private key that a node signs its checkpoints with, as its file has it. */
export function readNodeKey(directory: string): string {
  const text = readFileSync(join(directory, 'node-key.json'), 'utf8');
  return (JSON.parse(text) as KeyFile).privateKey;
}

/** Runs `civic-ledger init` in a new temporary folder. */
export function makeLedgerFolder(): LedgerFolder {
  const parent = temporaryFolder('civic-ledger-');
  const directory = join(parent, 'data');
  execFileSync(process.execPath, [program, 'init', '--data', directory], { stdio: 'pipe' });
  return openLedgerFolder(directory, parent);
}

/** The ledger whose files are in `directory`; `owned` is what `remove` deletes. */
export function openLedgerFolder(directory: string, owned: string = directory): LedgerFolder {
  const document = JSON.parse(readFileSync(join(directory, 'genesis.json'), 'utf8')) as JsonValue;
  const genesisText = canonicalJson(document);
  const ledgerId = genesisHash(genesisText);
  const keyFile = readKeyFile(directory);
  return {
    directory,
    ledgerId,
    genesisText,
    depositor: makeDepositor(keyFile, ledgerId),
    keyFile,
    remove: () => removeFolder(owned),
  };
}
