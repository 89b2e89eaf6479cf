import { decodeUtf8, ProvisioningError } from '@esp-prov/protocol';
import { readFileOrPipe } from '../input/bounded-file.ts';
import { readStandardInput } from '../input/standard-input.ts';
import { askSecret } from '../terminal/prompts.ts';
import { requireSecret } from './require-secret.ts';

/** Bytes of the longest file with a secret. */
const longestSecret = 64 * 1024;

/** What a secret is read for. */
export interface SecretSource {
  /** The option without `-file`. */
  readonly flag: string;
  readonly question: string;
  /** What is written instead where there is no secret. */
  readonly none?: string | undefined;
  /** Whether it may be empty, as a value that is no secret. */
  readonly mayBeEmpty?: boolean;
}

/**
 * Returns the secret that a file holds, without the line end behind it; `-` reads standard input, and asks where that is
 * a terminal, so that it does not show.
 *
 * @throws ProvisioningError `host/file-unusable` when the file cannot be read or is no text, `usage/invalid-option` when
 *   it holds a zero byte, `usage/empty-secret` when it holds nothing: more likely a program that wrote nothing than a
 *   secret that there is not
 */
export async function readSecret(file: string, about: SecretSource): Promise<string> {
  const option = `${about.flag}-file`;
  const check = (text: string) => {
    requireSecret(text, `what ${option} reads`);
    if (text === '' && !about.mayBeEmpty) throw emptySecret(option, about.none);
  };
  if (file === '-' && process.stdin.isTTY) return await askSecret(about.question, about.flag, check);
  const text = decodeUtf8(file === '-' ? await readStandardInput(option) : await contentOf(file, option));
  if (text === undefined) {
    throw new ProvisioningError('host/file-unusable', `what ${option} reads is not text in UTF-8`);
  }
  const secret = text.replace(/\r?\n$/, '');
  check(secret);
  return secret;
}

function emptySecret(option: string, none: string | undefined): ProvisioningError {
  const instead = none === undefined ? '' : `; where there is no secret, write ${none}`;
  return new ProvisioningError('usage/empty-secret', `what ${option} reads is empty${instead}`);
}

/** @throws ProvisioningError `usage/invalid-option`, since nobody could tell which of the two is meant */
export function refuseBoth(first: string, second: string): never {
  throw new ProvisioningError('usage/invalid-option', `${first} and ${second} cannot be given together`);
}

async function contentOf(file: string, option: string): Promise<Uint8Array> {
  // The name is not printed, since it may be the secret itself, given to the wrong option.
  return await readFileOrPipe(file, { limit: longestSecret, called: `the file of ${option}` });
}
