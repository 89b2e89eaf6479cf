import { formatNvsCsv, MemoryFlash, parseNvsCsv, wellKnownTables } from '@esp-prov/nvs';
import { isProvisioningError, makeVerifier } from '@esp-prov/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { factoryRows, readFactoryData, releaseProfiles, withFactoryPartition } from '../../src/index.ts';
import { netprov12idf602 } from '../../src/profiles/netprov-1.2-idf6.0.2.ts';
import { readme } from '../../src/profiles/readme.ts';
import { factoryMade, factoryTable, flashWith, flashWithRows, nvsVector, testKeys } from '../support/flash-parts.ts';
import { powerOn } from '../support/powered-device.ts';

const verifier = makeVerifier('wifiprov', 'own-password', Uint8Array.of(1, 2, 3, 4));
const noSecret = { secret: {} };

function faultOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return isProvisioningError(error) ? `${error.code}: ${error.message}` : String(error);
  }
  return 'no error';
}

describe('factory data', () => {
  test('are read as they were written, in the clear and encrypted', () => {
    const text = fc.stringMatching(/^[ -~é☕]{1,40}$/);
    const bytes = (maxLength: number) => fc.uint8Array({ minLength: 1, maxLength });
    const data = fc
      .record({
        serial: fc.option(text, { nil: undefined }),
        pop: fc.option(text, { nil: undefined }),
        verifier: fc.option(fc.record({ salt: bytes(64), verifier: bytes(384) }), { nil: undefined }),
      })
      .filter(({ serial, pop, verifier: given }) => (serial ?? pop ?? given) !== undefined);
    fc.assert(
      fc.property(data, fc.boolean(), (given, encrypted) => {
        const keys = encrypted ? testKeys : undefined;
        const table = encrypted ? withFactoryPartition(wellKnownTables.singleAppEncryptedNvs) : factoryTable;
        const found = readFactoryData(factoryMade(given, keys), table);
        expect({ serial: found?.serial, pop: found?.pop }).toEqual({ serial: given.serial, pop: given.pop });
        expect(found?.verifier?.salt).toEqual(given.verifier && Uint8Array.from(given.verifier.salt));
        expect(found?.verifier?.verifier).toEqual(given.verifier && Uint8Array.from(given.verifier.verifier));
      }),
      { numRuns: 40 },
    );
  });

  test('are the same by way of a CSV file', () => {
    const rows = factoryRows({ serial: 'SN,1', pop: 'a"b', verifier });
    expect(parseNvsCsv(formatNvsCsv(rows)).map(({ line: _, ...row }) => row)).toEqual(rows);
  });

  test('of a series that mfg_gen made are read', () => {
    const flash = flashWith(factoryTable, { fctry: nvsVector('mfg/out/bin/dev-007-SN000001.bin') });
    expect(readFactoryData(flash, factoryTable)).toMatchObject({ serial: 'SN000001', pop: 'e10a8343' });
  });

  test('may stand in the clear beside encrypted NVS', () => {
    const table = withFactoryPartition(wellKnownTables.singleAppEncryptedNvs);
    const flash = factoryMade({ pop: 'own' }, testKeys);
    const plain = factoryMade({ pop: 'clear' });
    const row = table.find(({ label }) => label === 'fctry');
    const from = factoryTable.find(({ label }) => label === 'fctry');
    for (let sector = 0; sector < 6; sector++) flash.erase((row?.offset ?? 0) / 4096 + sector);
    flash.program(row?.offset ?? 0, plain.read(from?.offset ?? 0, 0x6000));
    expect(readFactoryData(flash, table)?.pop).toBe('clear');
  });

  test.each([
    ['no partition for them', new MemoryFlash(0x400000), wellKnownTables.exampleReadme],
    ['an erased one', flashWith(factoryTable), factoryTable],
    [
      'one of another product',
      flashWithRows(parseNvsCsv('key,type,encoding,value\nrmaker_creds,namespace,,\nnode_id,data,string,x\n')),
      factoryTable,
    ],
    ['one full of zeros', flashWith(factoryTable, { fctry: new Uint8Array(0x6000) }), factoryTable],
  ])('are none with %s', (_, flash, table) => {
    expect(readFactoryData(flash, table)).toBeUndefined();
  });

  test.each([
    ['a salt alone', 'sec2_salt,data,hex2bin,00ff', 'only one'],
    ['a verifier alone', 'sec2_verifier,data,hex2bin,00ff', 'only one'],
    ['an empty salt', 'sec2_salt,data,hex2bin,\nsec2_verifier,data,hex2bin,00', 'is empty'],
    [
      'a verifier that is too long',
      `sec2_salt,data,hex2bin,00\nsec2_verifier,data,hex2bin,${'00'.repeat(385)}`,
      '385 bytes',
    ],
    ['a proof of possession that is a blob', 'pop,data,hex2bin,00', 'a blob, not a string'],
    ['a salt that is text', 'sec2_salt,data,string,x', 'a string, not a blob'],
  ])('with %s are refused by name', async (_, rows, why) => {
    const flash = flashWithRows(parseNvsCsv(`key,type,encoding,value\nprov,namespace,,\n${rows}\n`));
    expect(faultOf(() => readFactoryData(flash, factoryTable))).toMatch(new RegExp(`^flash/factory-data: .*${why}`));
    await expect(powerOn(readme, 1, { flash, ...noSecret })).rejects.toMatchObject({ code: 'flash/factory-data' });
  });

  test('with entries that nobody can read are refused by name, as they may be its own', async () => {
    const encrypted = factoryMade({ pop: 'own' }, testKeys);
    const row = withFactoryPartition(wellKnownTables.singleAppEncryptedNvs).find(({ label }) => label === 'fctry');
    const image = encrypted.read(row?.offset ?? 0, 0x6000);
    const withoutKeys = flashWith(factoryTable, { fctry: image });
    expect(faultOf(() => readFactoryData(withoutKeys, factoryTable))).toMatch(
      /^flash\/factory-data: .*keys that the device does not have/,
    );
    const damaged = factoryMade({ pop: 'own' });
    const place = (factoryTable.find(({ label }) => label === 'fctry')?.offset ?? 0) + 64;
    // Every entry loses a bit of its name.
    for (let entry = 0; entry < 4; entry++) damaged.program(place + 32 * entry + 8, new Uint8Array(4));
    expect(faultOf(() => readFactoryData(damaged, factoryTable))).toMatch(/^flash\/factory-data: .*damaged/);
    await expect(powerOn(readme, 1, { flash: damaged, ...noSecret })).rejects.toMatchObject({
      code: 'flash/factory-data',
    });
  });

  test('of a newer version of NVS keep the device from starting', () => {
    const flash = flashWith(factoryTable);
    const place = factoryTable.find(({ label }) => label === 'fctry')?.offset ?? 0;
    flash.program(place, nvsVector('powerfail/hdr_version_newer.before.bin'));
    expect(faultOf(() => readFactoryData(flash, factoryTable))).toMatch(/^flash\/factory-data: .*version 0xfd/);
  });

  test('get a partition behind all others, once', () => {
    expect(factoryTable.at(-1)).toMatchObject({ label: 'fctry', type: 1, subtype: 2, offset: 0x135000, size: 0x6000 });
    expect(withFactoryPartition(factoryTable)).toBe(factoryTable);
  });
});

describe('a device with factory data', () => {
  test('takes the proof of possession of its own, not the one of the example, and tells its serial number', async () => {
    const flash = factoryMade({ serial: 'SN000001', pop: 'on-my-label' });
    const { open, serial } = await powerOn(readme, 1, { flash, ...noSecret });
    await expect(open()).rejects.toMatchObject({ code: 'session/proof-mismatch' });
    await open({ pop: 'on-my-label' });
    expect(serial.join('\n')).toContain('esp-prov: Factory data: serial number SN000001, proof of possession');
    expect(serial.join('\n')).not.toContain('on-my-label');
  });

  test('with salt and verifier alone offers security 2, whatever its release would', async () => {
    const { open, serial } = await powerOn(readme, 1, { flash: factoryMade({ verifier }), ...noSecret });
    expect((await open({ password: 'own-password' })).securityVersion).toBe(2);
    expect(serial.join('\n')).not.toContain('hard coded');
  });

  test('with both kinds of secret offers what its release does', async () => {
    const flash = () => factoryMade({ pop: 'own-pop', verifier });
    const first = await powerOn(readme, 1, { flash: flash(), ...noSecret });
    await first.open({ pop: 'own-pop' });
    const idf55 = releaseProfiles.find(({ name }) => name === 'idf-5.5');
    if (!idf55) throw new Error('no profile idf-5.5');
    const second = await powerOn(idf55, 2, { flash: flash(), ...noSecret });
    await second.open({ password: 'own-password' });
  });

  test('goes by what it is told on the command line before', async () => {
    const flash = () => factoryMade({ pop: 'own-pop', verifier });
    const first = await powerOn(readme, 1, { flash: flash(), secret: { pop: 'told' } });
    await first.open({ pop: 'told' });
    const second = await powerOn(readme, 2, { flash: flash(), secret: { securityVersion: 2, password: 'told' } });
    await second.open({ password: 'told' });
  });

  test('of a release that leaves security 1 out starts with a proof of possession only where that is asked for', async () => {
    const { name } = netprov12idf602;
    const flash = () => factoryMade({ pop: 'own-pop' });
    await expect(powerOn(netprov12idf602, 2, { flash: flash(), ...noSecret })).rejects.toMatchObject({
      code: 'flash/factory-data',
      message: expect.stringMatching(`security 1 alone, which ${name} .*CONFIG_.*_VERSION_1`),
    });
    const asked = await powerOn(netprov12idf602, 1, { flash: flash() });
    await asked.open({ pop: 'own-pop' });
    const both = await powerOn(netprov12idf602, 2, { flash: factoryMade({ pop: 'own-pop', verifier }), ...noSecret });
    expect((await both.open({ password: 'own-password' })).securityVersion).toBe(2);
    const serialOnly = await powerOn(netprov12idf602, 2, { flash: factoryMade({ serial: 'SN1' }), ...noSecret });
    expect((await serialOnly.open()).securityVersion).toBe(2);
  });

  test('of a release without security 2 leaves a verifier alone', async () => {
    const idf44 = releaseProfiles.find(({ name }) => name === 'idf-4.4');
    if (!idf44) throw new Error('no profile idf-4.4');
    const { open } = await powerOn(idf44, 1, { flash: factoryMade({ verifier }), ...noSecret });
    await open();
  });
});
