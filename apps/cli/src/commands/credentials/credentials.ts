import {
  fromHex,
  isAmbiguousPair,
  makeVerifier,
  ProvisioningError,
  type Random,
  type SaltAndVerifier,
  systemRandom,
  toHex,
} from '@esp-prov/protocol';
import type { FactoryData } from '@esp-prov/virtual';
import { generatePassword, generateSecret } from '../../options/generate-secret.ts';
import { askSecret } from '../../terminal/prompts.ts';

/** Options of `esp-prov credentials`. */
export interface CredentialsOptions {
  /** Default: nothing for security 2. */
  readonly username?: string;
  readonly password?: string;
  readonly salt?: string;
  readonly saltLength: number;
  /** Proof of possession of security 1; goes with factory data only. */
  readonly pop?: string;
  readonly serial?: string;
  /** File for an NVS partition with the factory data. */
  readonly nvs?: string;
  readonly size: number;
  /** Default: C arrays, or JSON with `json`. */
  readonly format?: 'c' | 'json' | 'csv';
  /** Whether the secret that is missing is made: the password with a user name, else the proof of possession. */
  readonly generate?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** Prints salt and verifier for a user name and a password, or writes them as factory data. */
export async function credentials(given: CredentialsOptions): Promise<void> {
  const options = given.generate ? withGenerated(given) : given;
  const { username, pop, serial, nvs, json = false } = options;
  const format = wantedFormat(options);
  const secret = username === undefined ? pop : options.password;
  if (given.generate && username === undefined && nvs === undefined && format === 'c' && serial === undefined) {
    process.stdout.write(`${secret}\n`);
    return;
  }
  if (username === undefined && pop === undefined) {
    throw invalid('--username is missing for security 2, or --pop for security 1');
  }
  if (nvs === undefined && format === 'c' && (username === undefined || pop !== undefined || serial !== undefined)) {
    throw invalid(
      '--pop and --serial go with --nvs, --format csv or --format json: the C arrays are salt and verifier',
    );
  }
  const verifier = username === undefined ? undefined : await makeVerifierOf({ ...options, username });
  const data: FactoryData = { serial, pop, verifier };
  const password = given.generate && username !== undefined ? options.password : undefined;
  if (given.generate && format !== 'json') {
    process.stderr.write(`${username === undefined ? 'proof of possession' : 'password'}: ${secret}\n`);
  }
  const written = nvs === undefined ? undefined : await writeFactoryData(nvs, data, options.size);
  if (written && !json) process.stdout.write(`${written}\n`);
  else process.stdout.write(await formats[format](data, { username, password, file: nvs }));
}

/**
 * Returns the options with the secret that they lack.
 *
 * @throws ProvisioningError `usage/invalid-option` where there is one already
 */
function withGenerated(options: CredentialsOptions): CredentialsOptions {
  const { username, password, pop } = options;
  if (username === undefined) {
    if (pop !== undefined) throw invalid('--generate makes a proof of possession, and --pop gives one');
    return { ...options, pop: generateSecret() };
  }
  if (password !== undefined) throw invalid('--generate makes a password, and one is given');
  return { ...options, password: generatePassword(username) };
}

async function makeVerifierOf(options: CredentialsOptions & { readonly username: string }): Promise<SaltAndVerifier> {
  return makeCredentials({ ...options, password: options.password ?? (await askSecret('Password', '--password')) });
}

/** Writes factory data as an NVS partition, and prints what is in it. */
async function writeFactoryData(file: string, data: FactoryData, size: number): Promise<string> {
  const [{ generateNvsImage }, { factoryRows }, { writeImage }, { withFlashErrors }] = await Promise.all([
    import('@esp-prov/nvs'),
    import('@esp-prov/virtual'),
    import('@esp-prov/virtual/node'),
    import('../../report/flash-error.ts'),
  ]);
  const rows = factoryRows(data);
  writeImage(
    file,
    withFlashErrors(() => generateNvsImage(rows, { size })),
  );
  const keys = rows.filter(({ type }) => type === 'data').map(({ key }) => key);
  return `${file}: 0x${size.toString(16)} bytes with ${keys.join(', ')}`;
}

/**
 * Makes salt and verifier, and refuses them where Espressif's own tools would disagree about them.
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
  if (!force && salt[0] === 0) throw unportable('the salt begins with a zero byte, which the tools drop');
  if (!force && isAmbiguousPair(username, password)) {
    throw unportable('for this pair of user name and password the tools make verifiers that do not fit each other');
  }
  return makeVerifier(username, password, salt);
}

/** Returns the C arrays that esp_prov prints, byte for byte. */
export function formatC({ salt, verifier }: SaltAndVerifier): string {
  return `${cArray('sec2_salt', salt)}\n${cArray('sec2_verifier', verifier)}\n`;
}

type Format = NonNullable<CredentialsOptions['format']>;

function wantedFormat({ format, json = false }: CredentialsOptions): Format {
  if (!json) return format ?? 'c';
  if (format === undefined || format === 'json') return 'json';
  throw new ProvisioningError('usage/invalid-option', `--json and --format ${format} ask for two different things`);
}

type Formatter = (
  data: FactoryData,
  about: Readonly<Record<'username' | 'password' | 'file', string | undefined>>,
) => string | Promise<string>;

/** Returns salt and verifier as `--json` prints them. */
export function credentialsJson(
  { salt, verifier }: SaltAndVerifier,
  username: string,
): { readonly result: 'credentials'; readonly username: string; readonly salt: string; readonly verifier: string } {
  return { result: 'credentials', username, salt: toHex(salt), verifier: toHex(verifier) };
}

const formats: Record<Format, Formatter> = {
  c: ({ verifier }) => (verifier ? formatC(verifier) : ''),
  json({ serial, pop, verifier }, { username = '', password, file }) {
    const made = verifier ? credentialsJson(verifier, username) : { result: 'credentials' };
    return `${JSON.stringify({ ...made, password, serial, pop, file })}\n`;
  },
  // For Espressif's generator, under the keys that the virtual device reads; other firmware decides on its own.
  async csv(data) {
    const [{ formatNvsCsv }, { factoryRows }] = await Promise.all([
      import('@esp-prov/nvs'),
      import('@esp-prov/virtual'),
    ]);
    return formatNvsCsv(factoryRows(data));
  },
};

/** Returns sixteen values a line; every line but the last keeps the blank behind its comma, as the original does. */
function cArray(name: string, bytes: Uint8Array): string {
  const values = [...bytes].map((byte) => `0x${byte.toString(16).padStart(2, '0')}`);
  const lines: string[] = [];
  for (let i = 0; i < values.length; i += 16) {
    const last = i + 16 >= values.length;
    lines.push(`    ${values.slice(i, i + 16).join(', ')}${last ? '' : ', '}`);
  }
  return `static const char ${name}[] = {\n${lines.join('\n')}\n};\n`;
}

/** Returns a salt that begins with no zero byte: tools and firmware drop it, and take the rest for the whole. */
export function randomSalt(length: number, random: Random = systemRandom): Uint8Array {
  for (;;) {
    const salt = random(length);
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

function invalid(why: string): ProvisioningError {
  return new ProvisioningError('usage/invalid-option', why);
}

function unportable(why: string): ProvisioningError {
  return new ProvisioningError('credentials/unportable', why);
}
