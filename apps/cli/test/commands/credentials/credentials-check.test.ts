import { readFileSync } from 'node:fs';
import { matchVerifier } from '@esp-prov/protocol';
import { fixedRandom, seededRandom } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { makeCredentials, randomSalt } from '../../../src/commands/credentials/credentials.ts';
import { pairsInText } from '../../../src/commands/credentials/pairs-in-text.ts';
import { generateSecret } from '../../../src/options/generate-secret.ts';
import { expectFailure, expectJsonFailure, jsonLines } from '../../support/expect-failure.ts';
import { run, testTimeoutMs } from '../../support/program.ts';
import { Scratch } from '../../support/scratch.ts';
import { secrets } from '../../support/secrets.ts';

interface Recorded {
  readonly id: string;
  readonly password: string;
  readonly salt: string;
  readonly verifier_device_c: string;
}

const vectors = new URL('../../../../../test/vectors/protocol/salt-verifier-short.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(vectors, 'utf8')) as { readonly cases: readonly Recorded[] };

function recorded(id: string): Recorded {
  const found = cases.find((each) => each.id === id);
  if (!found) throw new Error(`there is no pair ${id}`);
  return found;
}

function cArray(name: string, hex: string): string {
  const bytes = (hex.match(/../g) ?? []).map((byte) => `0x${byte}`);
  return `static const char ${name}[] = {\n    ${bytes.join(', ')}\n};\n`;
}

const forms: Readonly<Record<string, (pair: Recorded) => string>> = {
  'a.h': ({ salt, verifier_device_c }) => cArray('sec2_salt', salt) + cArray('sec2_verifier', verifier_device_c),
  'a.json': ({ salt, verifier_device_c }) => JSON.stringify({ result: 'x', salt, verifier: verifier_device_c }),
  'a.csv': ({ salt, verifier_device_c }) =>
    `key,type,encoding,value\nmfg,namespace,,\nsec2_salt,data,hex2bin,${salt}\nsec2_verifier,data,hex2bin,${verifier_device_c}\n`,
};

describe.concurrent('credentials check', { timeout: testTimeoutMs }, () => {
  test.each(Object.keys(forms))('finds the fault in %s, and says what to do', async (name) => {
    using scratch = new Scratch();
    const pair = recorded('15b');
    const file = scratch.write(name, forms[name]?.(pair) ?? '');
    const password = scratch.write('pw.txt', pair.password);
    const ended = await run(['credentials', 'check', file, '--password-file', password]);
    expect(ended).toMatchObject({ code: 6, stderr: '' });
    const told = ended.stdout.replace(/\s+/g, ' ');
    expect(told).toMatch(/the verifier of this device belongs to the first 15 bytes .* esp_srp_gen_salt_verifier/);
    expect(told).toContain('Give the device another pair');
    const json = jsonLines(await run(['credentials', 'check', file, '--password-file', password, '--json'])).at(-1);
    expect(json).toMatchObject({ pairs: [{ verdict: 'short-salt', saltLength: 16, saltBytes: 15 }] });
  });

  test.each([
    ['14a', 'short-salt'],
    ['16a', 'right'],
  ])('of the pair %s, given by options, says %s', async (id, verdict) => {
    const { salt, verifier_device_c, password } = recorded(id);
    const options = ['--salt', salt, '--verifier', verifier_device_c, '--password', password, '--json'];
    const ended = await run(['credentials', 'check', ...options]);
    expect(jsonLines(ended).at(-1)).toMatchObject({ username: 'wifiprov', pairs: [{ place: '', verdict }] });
    expect(ended.code).toBe(verdict === 'right' ? 0 : 6);
  });

  test('says that a pair belongs to another password, without repeating it', async () => {
    const { salt, verifier_device_c } = recorded('16a');
    const options = ['--salt', salt, '--verifier', verifier_device_c, '--password', secrets.wrongPop];
    const ended = await run(['credentials', 'check', ...options]);
    expect(ended.code).toBe(6);
    expect(ended.stdout).toContain('does not belong to the user name wifiprov');
  });

  test('takes what credentials makes, as C, CSV, JSON and NVS partition, for right', async () => {
    using scratch = new Scratch();
    const make = ['credentials', '--username', 'wifiprov', '--password', secrets.otherPop];
    const files = [scratch.path('pair.bin')];
    for (const format of ['c', 'csv', 'json']) {
      files.push(scratch.write(`pair.${format}`, (await run([...make, '--format', format])).stdout));
    }
    await run([...make, '--nvs', files[0] as string]);
    for (const file of files) {
      const ended = await run(['credentials', 'check', file, '--password', secrets.otherPop, '--json']);
      expect(jsonLines(ended).at(-1)).toMatchObject({ pairs: [{ verdict: 'right' }] });
      expect(ended.code).toBe(0);
    }
  });

  test('refuses what holds no pair', async () => {
    using scratch = new Scratch();
    const check = ['credentials', 'check', '--password', secrets.pop];
    const texts = [
      '',
      'hello',
      '{"salt":"00"}',
      'static const char sec2_salt[] = { 0x01 };',
      'key,type,encoding,value\n',
    ];
    for (const [i, text] of texts.entries()) {
      const file = scratch.write(`none-${i}.txt`, text);
      expectFailure(await run([...check, file]), 2, 'usage/invalid-option', /no pair of salt and verifier/);
    }
    expectFailure(await run(check), 2, 'usage/invalid-option', /Expected a file/);
    expectFailure(await run([...check, '--salt', '00']), 2, 'usage/invalid-option', /belong together/);
    expectJsonFailure(await run([...check, scratch.path('nix.h'), '--json']), 9, 'host/file-unusable');
    const odd = scratch.write('odd.h', 'char sec2_salt[] = { 0x01, 300 }; char sec2_verifier[] = { 1 };');
    expectFailure(await run([...check, odd]), 2, 'usage/invalid-option', /no byte/);
  });
});

describe('flash nvs check --factory', { timeout: testTimeoutMs }, () => {
  async function imageOf(scratch: Scratch, pair: Recorded): Promise<string> {
    const [image, data] = [scratch.path('dev.bin'), scratch.path('fctry.bin')];
    await run(['flash', 'create', image, '--factory-data']);
    await run([
      'flash',
      'nvs',
      'generate',
      scratch.write('a.csv', forms['a.csv']?.(pair) ?? ''),
      data,
      '--size',
      '0x6000',
    ]);
    expect((await run(['flash', 'write', image, data, '--partition', 'fctry'])).code).toBe(0);
    return image;
  }

  test('finds such pairs in every NVS partition of a dump, with the password for certain', async () => {
    using scratch = new Scratch();
    const pair = recorded('15a');
    const image = await imageOf(scratch, pair);
    const check = ['flash', 'nvs', 'check', image];
    const found = await run([...check, '--factory', '--password', pair.password]);
    expect(found.code).toBe(10);
    expect(found.stdout).toMatch(
      /^error: fctry mfg sec2_salt: the verifier of this device belongs to the first 15 bytes/m,
    );
    const json = jsonLines(await run([...check, '--factory', '--json'])).at(-1);
    expect(json).toMatchObject({ findings: [{ kind: 'pair-undecided', severity: 'warning' }] });
    const other = jsonLines(await run([...check, '--factory', '--password', secrets.wrongPop, '--json'])).at(-1);
    expect(other).toMatchObject({ findings: [{ kind: 'pair-no-match', severity: 'warning' }] });
    expect((await run(check)).stdout).toContain('no damage found');
    expectFailure(await run([...check, '--password', 'x']), 2, 'usage/invalid-option', /needs --factory/);
  });

  test('says nothing of a good pair', async () => {
    using scratch = new Scratch();
    const pair = recorded('16a');
    const ended = await run([
      'flash',
      'nvs',
      'check',
      await imageOf(scratch, pair),
      '--factory',
      '--password',
      pair.password,
    ]);
    expect(ended).toMatchObject({ code: 0, stdout: 'no damage found\n' });
  });
});

describe('credentials', () => {
  test('makes no salt that begins with a zero byte, and draws anew instead', () => {
    const good = Uint8Array.of(1, ...new Uint8Array(15));
    const drawn = [new Uint8Array(16), Uint8Array.of(0, 1, ...new Uint8Array(14)), good];
    expect(randomSalt(16, fixedRandom(...drawn))).toEqual(good);
    const random = seededRandom(7);
    for (let i = 0; i < 2000; i++) expect(randomSalt(16, random)[0]).not.toBe(0);
  });

  test('makes pairs that belong to all of their salt, and refuses what cannot', () => {
    for (let i = 0; i < 20; i++) {
      const password = generateSecret(seededRandom(i + 1));
      expect(matchVerifier('u', password, makeCredentials({ username: 'u', password, saltLength: 16 }))).toEqual({});
    }
    const made = { username: 'wifiprov', password: 'abcd1234', saltLength: 16 };
    expect(() => makeCredentials({ ...made, salt: `00${'11'.repeat(15)}` })).toThrow(/begins with a zero byte/);
    expect(() => makeCredentials({ ...made, password: 'pw0449' })).toThrow(/do not fit each other/);
  });
});

test('a long text without a pair is looked through in no time', () => {
  for (const text of [
    '{'.repeat(500_000),
    '{}'.repeat(250_000),
    `${'salt['.repeat(200_000)}{}`,
    'salt[] = {'.repeat(100_000),
  ]) {
    expect(() => pairsInText(` x${text}`)).not.toThrow();
  }
});
