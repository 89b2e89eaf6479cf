import {
  fromHex,
  isAmbiguousPair,
  makeVerifier,
  ProvisioningError,
  type SaltAndVerifier,
  systemRandom,
  toHex,
} from '@esp-prov/protocol';
import type { CredentialsOptions } from '../commands/credentials.ts';
import { askSecret } from '../prompts.ts';

/** Prints salt and verifier for a user name and a password. */
export async function credentials(options: CredentialsOptions): Promise<void> {
  const password = options.password ?? (await askSecret('Password', '--password'));
  const made = makeCredentials({ ...options, password });
  const format = options.json ? 'json' : options.format;
  process.stdout.write(formats[format](made, options.username));
}

/**
 * Salt and verifier, refused where Espressif's own tools would disagree about them.
 *
 * @throws ProvisioningError `credentials/unportable`, unless forced
 */
export function makeCredentials(options: {
  readonly username: string;
  readonly password: string;
  readonly salt?: string | undefined;
  readonly saltLength: number;
  readonly force?: boolean | undefined;
}): SaltAndVerifier {
  const { username, password, force = false } = options;
  if (username === '') throw new ProvisioningError('usage/invalid-option', 'the user name has at least one character');
  const salt = options.salt === undefined ? randomSalt(options.saltLength) : parseSalt(options.salt);
  if (!force && salt[0] === 0) throw unportable('the salt begins with a zero octet, which the tools drop');
  if (!force && isAmbiguousPair(username, password)) {
    throw unportable('for this pair of user name and password the tools make verifiers that do not fit each other');
  }
  return makeVerifier(username, password, salt);
}

/** The C arrays that esp_prov prints, byte for byte. */
export function formatC({ salt, verifier }: SaltAndVerifier): string {
  return `${cArray('sec2_salt', salt)}\n${cArray('sec2_verifier', verifier)}\n`;
}

/** Salt and verifier as `--json` prints them. */
export function credentialsJson(
  { salt, verifier }: SaltAndVerifier,
  username: string,
): { readonly result: 'credentials'; readonly username: string; readonly salt: string; readonly verifier: string } {
  return { result: 'credentials', username, salt: toHex(salt), verifier: toHex(verifier) };
}

const formats: Record<CredentialsOptions['format'], (made: SaltAndVerifier, username: string) => string> = {
  c: formatC,
  json: (made, username) => `${JSON.stringify(credentialsJson(made, username))}\n`,
  csv({ salt, verifier }) {
    // Rows for Espressif's NVS generator; a device's own firmware decides on the names.
    return `key,type,encoding,value\nsec2_salt,data,hex2bin,${toHex(salt)}\nsec2_verifier,data,hex2bin,${toHex(verifier)}\n`;
  },
};

/** Sixteen values a line; every line but the last keeps the blank behind its comma, as the original does. */
function cArray(name: string, bytes: Uint8Array): string {
  const values = [...bytes].map((byte) => `0x${byte.toString(16).padStart(2, '0')}`);
  const lines: string[] = [];
  for (let i = 0; i < values.length; i += 16) {
    const last = i + 16 >= values.length;
    lines.push(`    ${values.slice(i, i + 16).join(', ')}${last ? '' : ', '}`);
  }
  return `static const char ${name}[] = {\n${lines.join('\n')}\n};\n`;
}

function randomSalt(length: number): Uint8Array {
  for (;;) {
    const salt = systemRandom(length);
    if (salt[0] !== 0) return salt;
  }
}

function parseSalt(text: string): Uint8Array {
  try {
    const salt = fromHex(text);
    if (salt.length > 0) return salt;
  } catch {
    // Told below, without repeating the text.
  }
  throw new ProvisioningError('usage/invalid-option', '--salt is an even number of hexadecimal digits');
}

function unportable(why: string): ProvisioningError {
  return new ProvisioningError('credentials/unportable', why);
}
