import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { expectFailure, jsonLines } from '../../support/expect-failure.ts';
import { Program, run, testTimeoutMs } from '../../support/program.ts';
import { Scratch } from '../../support/scratch.ts';
import { secrets } from '../../support/secrets.ts';

const vectors = fileURLToPath(new URL('../../../../../test/vectors/nvs/', import.meta.url));
const series = (folder: string, ...args: string[]) => [
  ...['flash', 'nvs', 'generate', `${vectors}mfg/config.csv`, folder, '--values', `${vectors}mfg/values.csv`],
  ...['--size', '0x6000', '--prefix', 'dev', ...args],
];

describe.concurrent('flash nvs dump', { timeout: testTimeoutMs }, () => {
  test('prints pages and entries with their states, and hides secrets until asked', async () => {
    using scratch = new Scratch();
    const image = scratch.path('dev.bin');
    await run(['flash', 'create', image]);
    const set = (...args: string[]) => run(['flash', 'nvs', 'set', image, ...args]);
    await set('nvs.net80211', 'sta.pswd', 'passphrase', secrets.password);
    await set('nvs.net80211', 'sta.pswd', 'passphrase', secrets.otherPassword);
    await set('app', 'count', 'u32', '7');
    const all = (await run(['flash', 'nvs', 'dump', image])).stdout;
    expect(all).toContain('page 0 at 0x0: active, sequence 0, version 2, header CRC right\n');
    expect(all).toContain('  entry   0 written namespace nvs.net80211 = 1\n');
    expect(all).toMatch(/ entry +1 erased {2}nvs\.net80211:sta\.pswd blob_data, part 0, 65 bytes\n/);
    expect(all).toMatch(/ written nvs\.net80211:sta\.pswd blob_data, part 128, 65 bytes\n/);
    expect(all).toContain('written app:count u32 = 7\n');
    expect(all).toMatch(/ {2}entries \d+ to 125 empty\npage 1 at 0x1000: blank\n/);
    const written = (await run(['flash', 'nvs', 'dump', image, '--what', 'written'])).stdout;
    expect(written).not.toMatch(/erased|empty/);
    expect((await run(['flash', 'nvs', 'dump', image, '--what', 'minimal'])).stdout).toMatch(
      /^nvs\.net80211:sta\.pswd = \w\*+\w\napp:count = 7\n$/,
    );
    const shown = await run(['flash', 'nvs', 'dump', image, '--show-secrets'], { mayPrintSecrets: true });
    const digits = Buffer.from(secrets.password).toString('hex');
    expect(shown.stdout).toContain(digits);
  });

  test('as JSON has every entry, bytes of secrets left out', async () => {
    using scratch = new Scratch();
    const image = scratch.path('dev.bin');
    await run(['flash', 'create', image]);
    await run(['flash', 'nvs', 'set', image, 'app', 'pop', 'string', secrets.otherPop]);
    await run(['flash', 'nvs', 'set', image, 'app', 'wide', 'u64', '18446744073709551615']);
    const [dump] = jsonLines(await run(['flash', 'nvs', 'dump', image, '--json'])) as [
      { namespaces: object; pages: { entries: Record<string, unknown>[] }[] },
    ];
    expect(dump.namespaces).toEqual({ 1: 'app' });
    expect(dump.pages.map(({ entries }) => entries.length)).toEqual([126, 126, 126, 126, 126, 126]);
    const [, pop, text, wide, blank] = dump.pages[0]?.entries ?? [];
    expect(pop).toMatchObject({
      entry: 1,
      state: 'written',
      bytes: null,
      item: { key: 'pop', namespace: 'app', size: 17 },
    });
    expect(text).toMatchObject({ entry: 2, dataOf: 1, bytes: null });
    expect(wide).toMatchObject({ value: '18446744073709551615', item: { type: 'u64' } });
    expect(blank).toMatchObject({ state: 'empty', bytes: 'ff'.repeat(32) });
  });
});

describe.concurrent('values of the Wi-Fi driver', { timeout: testTimeoutMs }, () => {
  test('are told as text beside their raw form, which alone goes down a pipe', async () => {
    using scratch = new Scratch();
    const image = scratch.path('dev.bin');
    await run(['flash', 'create', image]);
    await run(['flash', 'nvs', 'set', image, 'nvs.net80211', 'sta.ssid', 'ssid', 'my\u202essid']);
    await run(['flash', 'nvs', 'set', image, 'nvs.net80211', 'sta.pswd', 'passphrase', secrets.password]);
    const ssid = await run(['flash', 'nvs', 'get', image, 'nvs.net80211', 'sta.ssid']);
    expect(ssid.stdout).toMatch(/^090000006d79e280ae73736964(00)+\n$/);
    expect(ssid.stderr).toBe('As text: my\ufffdssid\n');
    const password = await run(['flash', 'nvs', 'get', image, 'nvs.net80211', 'sta.pswd'], { mayPrintSecrets: true });
    expect(password.stderr).toMatch(/^As text: \S\*+\S\n$/);
  });
});

describe.concurrent('flash nvs generate', { timeout: testTimeoutMs }, () => {
  test('with values makes a partition for each device, as mfg_gen does, and replaces none unless told', async () => {
    using scratch = new Scratch();
    const out = scratch.path('out');
    const args = series(out, '--file-id', 'serial', '--prefix-number', '7:3');
    expect((await run(args)).stdout).toBe(`${out}: 3 devices\n`);
    const made = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.'));
    expect(made.sort()).toEqual(
      readdirSync(`${vectors}mfg/out`, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.includes('.'))
        .sort(),
    );
    for (const name of made) {
      expect(readFileSync(`${out}/${name}`).equals(readFileSync(`${vectors}mfg/out/${name}`))).toBe(true);
      expect(statSync(`${out}/${name}`).mode & 0o777).toBe(0o600);
    }
    expectFailure(await run(args), 9, 'host/file-unusable');
    expect((await run([...args, '--force'])).code).toBe(0);
  });

  test('with new keys encrypts every partition, and tells all files as JSON', async () => {
    using scratch = new Scratch();
    const out = scratch.path('out');
    const lines = jsonLines(await run(series(out, '--new-keys', '--json')));
    expect(lines.at(-1)).toEqual({ result: 'generated', folder: out, devices: 3 });
    const [first] = lines as [{ image: string; keys: string }];
    expect(first).toMatchObject({ event: 'device', id: '1', image: `${out}/bin/dev-1.bin` });
    expect(statSync(first.keys).mode & 0o777).toBe(0o600);
    expectFailure(await run(['flash', 'nvs', 'list', first.image]), 10, 'flash/keys-missing');
    expect((await run(['flash', 'nvs', 'get', first.image, 'prov', 'serial', '--key-file', first.keys])).stdout).toBe(
      'SN000001\n',
    );
    expectFailure(
      await run(['flash', 'nvs', 'list', first.image, '--key-file', `${out}/keys/keys-dev-2.bin`]),
      10,
      'flash/keys-missing',
    );
  });

  test('of a wrong value names its line and writes nothing', async () => {
    using scratch = new Scratch();
    const [config, values, out] = ['c.csv', 'v.csv', 'out'].map((name) => scratch.path(name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(config, 'prov,namespace,\ncount,data,u8\n');
    writeFileSync(values, 'count\n1\n2\n300\n');
    const args = ['flash', 'nvs', 'generate', config, out, '--values', values, '--size', '0x3000', '--prefix', 'd'];
    const ended = await run(args);
    expectFailure(ended, 2, 'flash/invalid-csv');
    expect(ended.stderr).toContain('Line 4, column value');
    expect(existsSync(out)).toBe(false);
  });

  test('that is interrupted leaves whole files only, and says how many', async () => {
    using scratch = new Scratch();
    const [config, values, out] = ['c.csv', 'v.csv', 'out'].map((name) => scratch.path(name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(config, 'prov,namespace,\ncount,data,u32\n');
    writeFileSync(values, `count\n${Array.from({ length: 6000 }, (_, i) => `${i}\n`).join('')}`);
    const args = ['flash', 'nvs', 'generate', config, out, '--values', values, '--size', '0x3000', '--prefix', 'd'];
    await using program = new Program([...args, '--json']);
    await program.sees(/"id":"40"/);
    const ended = await program.end('SIGINT');
    expect(ended.code).toBe(130);
    const [, done] = /Interrupted: (\d+) of 6000 devices are complete/.exec(ended.stdout) ?? [];
    const images = readdirSync(`${out}/bin`);
    expect(images).toHaveLength(Number(done));
    expect(readdirSync(`${out}/csv`)).toHaveLength(Number(done));
    for (const name of images) expect(statSync(`${out}/bin/${name}`).size).toBe(0x3000);
  });

  test.each([
    ['values without a prefix', ['--values', `${vectors}mfg/values.csv`]],
    ['new keys without values', ['--new-keys']],
    ['a number of another form', ['--values', 'v.csv', '--prefix', 'x', '--prefix-number', '7']],
    ['a version that there is not', ['--page-version', '3']],
    ['two kinds of keys', ['--key-file', 'a', '--hmac-key-file', 'b']],
  ])('is refused %s', async (_, args) => {
    const all = ['flash', 'nvs', 'generate', `${vectors}mfg/config.csv`, 'out', '--size', '0x6000', ...args];
    expectFailure(await run(all), 2, 'usage/invalid-option');
  });
});

describe.concurrent('an encrypted partition', { timeout: testTimeoutMs }, () => {
  test('is made, read, changed, checked and opened with the keys of a file or of an eFuse key', async () => {
    using scratch = new Scratch();
    const [hmac, keys, csv, image, plain] = ['hmac.bin', 'keys.bin', 'a.csv', 'a.bin', 'plain.bin'].map((name) =>
      scratch.path(name),
    ) as [string, string, string, string, string];
    writeFileSync(csv, 'key,type,encoding,value\napp,namespace,,\nname,data,string,a device\n');
    expect((await run(['flash', 'nvs', 'generate-key', keys, '--new-hmac-key', hmac])).code).toBe(0);
    expect([keys, hmac].map((file) => statSync(file).mode & 0o777)).toEqual([0o600, 0o600]);
    expectFailure(await run(['flash', 'nvs', 'generate-key', keys]), 9, 'host/file-unusable');
    const byHmac = ['--hmac-key-file', hmac];
    const byFile = ['--key-file', keys];
    expect((await run(['flash', 'nvs', 'generate', csv, image, '--size', '0x6000', ...byHmac])).code).toBe(0);
    expect(readFileSync(image).includes('a device')).toBe(false);
    expect((await run(['flash', 'nvs', 'get', image, 'app', 'name', ...byFile])).stdout).toBe('a device\n');
    expect((await run(['flash', 'nvs', 'set', image, 'app', 'count', 'u8', '5', ...byHmac])).code).toBe(0);
    expect((await run(['flash', 'nvs', 'check', image, ...byFile])).stdout).toBe('no damage found\n');
    expect((await run(['flash', 'nvs', 'check', image])).code).toBe(10);
    expect((await run(['flash', 'nvs', 'decrypt', image, plain, ...byFile])).code).toBe(0);
    expect((await run(['flash', 'nvs', 'list', plain])).stdout).toMatch(/name +string a device\napp +count +u8 +5\n/);
    expectFailure(await run(['flash', 'nvs', 'set', image, 'app', 'count', 'u8', '6']), 10, 'flash/keys-missing');
    expectFailure(await run(['flash', 'nvs', 'list', image, '--hmac-key-file', keys]), 10, 'flash/keys-missing');
  });

  test('of a whole image is opened with the keys that the image holds', async () => {
    using scratch = new Scratch();
    const [image, table, keys] = ['dev.bin', 't.csv', 'k.bin'].map((name) => scratch.path(name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(table, 'nvs,data,nvs,0x9000,0x6000\nnvs_key,data,nvs_keys,,0x1000,encrypted\n');
    await run(['flash', 'create', image, '--table', table]);
    const set = ['flash', 'nvs', 'set', image, 'nvs.net80211', 'sta.ssid', 'ssid', 'myssid'];
    // Firmware would draw keys, and find nothing that it can read.
    const tooEarly = await run(set);
    expectFailure(tooEarly, 10, 'flash/keys-missing');
    expect(tooEarly.stderr).toContain('--partition nvs_key');
    await run(['flash', 'nvs', 'generate-key', keys]);
    await run(['flash', 'write', image, keys, '--partition', 'nvs_key']);
    expect((await run(set)).code).toBe(0);
    expect(readFileSync(image).includes('myssid')).toBe(false);
    await using device = new Program(['device', '--transport', 'softap', '--fast', '--flash', image]);
    await device.sees(/nvs: NVS partition "nvs" is encrypted\./);
    await device.sees(/Already provisioned/);
  });

  test('of the vendor, and its key, are opened', async () => {
    const get = ['flash', 'nvs', 'check', `${vectors}gen/all_types_enc_hmac.bin`];
    expect((await run([...get, '--hmac-key-file', `${vectors}gen/hmac_key.bin`])).code).toBe(0);
    expect((await run([...get, '--key-file', `${vectors}gen/keys_hmac.bin`])).code).toBe(0);
  });
});
