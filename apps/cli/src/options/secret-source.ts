import { decodeUtf8, ProvisioningError } from '@esp-prov/protocol';
import { readFileOrPipe } from '../input/bounded-file.ts';
import { readStandardInput } from '../input/standard-input.ts';
import { askSecret } from '../terminal/prompts.ts';
import { requireSecret } from './require-secret.ts';

/** Bytes of the longest file with a secret. */
const longestSecret = 64 * 1024;

/**
 * The secret that a file holds, without the line end behind it; `-` reads standard input, and asks where that is a
 * terminal, so that it does not show.
 *
 * @throws ProvisioningError `host/file-unusable` when the file cannot be read or is no text, `usage/invalid-option` when
 *   it holds a zero byte
 */
export async function readSecret(file: string, about: { flag: string; question: string }): Promise<string> {
  const option = `${about.flag}-file`;
  if (file === '-' && process.stdin.isTTY)
    return await askSecret(about.question, about.flag, (text) => requireSecret(text, 'it'));
  const text = decodeUtf8(file === '-' ? await readStandardInput(option) : await contentOf(file, option));
  if (text !== undefined) {
    requireSecret(text, `what ${option} reads`);
    return text.replace(/\r?\n$/, '');
  }
  throw new ProvisioningError('host/file-unusable', `what ${option} reads is not text in UTF-8`);
}

/** @throws ProvisioningError `usage/invalid-option`, since nobody could tell which of the two is meant */
export function refuseBoth(first: string, second: string): never {
  throw new ProvisioningError('usage/invalid-option', `${first} and ${second} cannot be given together`);
}

async function contentOf(file: string, option: string): Promise<Uint8Array> {
  // The name is left out: it may be the secret itself, given to the wrong option.
  return await readFileOrPipe(file, { limit: longestSecret, called: `the file of ${option}` });
}
