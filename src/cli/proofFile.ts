/**
 * A file that a registration cannot be proven without: salts, or the members of a batch. It is on
 * disk before the ledger hears of the registration, because it cannot be made again.
 */
import { rmSync } from 'node:fs';
import { writeSecretFile } from './keyFile.js';
import { NotTaken } from './ledgerSession.js';
import { UserError } from './userError.js';

export interface ProofFile {
  readonly path: string;
  readonly text: string;
  /** Why a file at `path` is not replaced. */
  readonly whyNotReplace: string;
}

/**
 * Writes `files` and runs `submit`. When the ledger has certainly not taken what they prove they
 * go again, so that the same command can be given once more; where that is not known they stay,
 * and the error says so. Throws UserError rather than replace a file.
 */
export async function withProofFiles<Answer>(
  files: readonly ProofFile[],
  submit: () => Promise<Answer>,
): Promise<Answer> {
  const written: string[] = [];
  try {
    for (const { path, text, whyNotReplace } of files) {
      writeSecretFile(path, text, whyNotReplace);
      written.push(path);
    }
  } catch (error) {
    remove(written);
    throw error;
  }
  try {
    return await submit();
  } catch (error) {
    if (error instanceof NotTaken) remove(written);
    else if (error instanceof UserError && written.length > 0) throw kept(error, written);
    throw error;
  }
}

function remove(paths: readonly string[]): void {
  for (const path of paths) rmSync(path, { force: true });
}

function kept({ message, next, exitCode }: UserError, paths: readonly string[]): UserError {
  const what = paths.join(', ');
  return new UserError(
    `${message}; the ledger may have taken it, so ${what} stayed`,
    `${next}; move ${what} to a safe place and give the command again: twice does no harm`,
    exitCode,
  );
}
