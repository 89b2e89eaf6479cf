import { readFileSync } from 'node:fs';
import {
  decodeKeyPartition,
  encodeKeyPartition,
  MemoryFlash,
  NvsStore,
  type PartitionTable,
  readNvs,
  wellKnownTables,
  xtsEntryCipher,
} from '@esp-prov/nvs';
import { isProvisioningError, type Log } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { openNvs } from '../../src/index.ts';
import { flashWith, nvsOf, testKeys } from '../support/flash-parts.ts';

const vectors = new URL('../../../../test/vectors/nvs/', import.meta.url);
const encryptedTable = wellKnownTables.singleAppEncryptedNvs;
const keysOffset = 0x110000;

/** Opens NVS and returns what the serial port printed, log lines with their letter and tag. */
function open(flash: MemoryFlash, table: PartitionTable, encrypted?: boolean) {
  const lines: string[] = [];
  const log: Log = (level, tag, text) => lines.push(`${level[0]?.toUpperCase()} ${tag}: ${text}`);
  const random = (length: number) => new Uint8Array(length).fill(7);
  try {
    return { lines, store: openNvs(flash, table, { log, serial: (line) => lines.push(line), encrypted, random }) };
  } catch (error) {
    return { lines, error };
  }
}

const registering = 'I nvs_sec_provider: NVS Encryption - Registering Flash encryption-based scheme...';
const encrypted = 'I nvs: NVS partition "nvs" is encrypted.';
const generating = 'I nvs: Generating NVS encr-keys...';
const abort = (error: string, expression: string) => [
  `ESP_ERROR_CHECK failed: esp_err_t ${error}`,
  'file: "./main/app_main.c"',
  'func: app_main',
  `expression: ${expression}`,
  '',
  'abort() was called',
  'Rebooting...',
];
const noWifi = abort('0x1101 (ESP_ERR_NVS_NOT_INITIALIZED)', 'esp_wifi_init(&cfg)');

describe('NVS that is not encrypted', () => {
  test('is opened without a word', () => {
    const { lines, store } = open(flashWith(wellKnownTables.exampleReadme), wellKnownTables.exampleReadme);
    expect(lines).toEqual([]);
    expect(store?.stats().used).toBe(0);
  });

  test('that the table does not have ends in the Wi-Fi driver', () => {
    const table = wellKnownTables.exampleReadme.slice(1);
    const { lines, error } = open(flashWith(table), table);
    expect(lines).toEqual(noWifi);
    expect(isProvisioningError(error, 'flash/no-nvs')).toBe(true);
  });

  test('without a sector ends there too', () => {
    const table = wellKnownTables.exampleReadme.map((row) => (row.label === 'nvs' ? { ...row, size: 0x800 } : row));
    const { lines, error } = open(flashWith(table), table);
    expect(lines).toEqual(noWifi);
    expect(isProvisioningError(error, 'flash/no-nvs')).toBe(true);
  });

  test('beyond the image, or within a sector, is refused by name', () => {
    const table = wellKnownTables.exampleReadme;
    expect(open(new MemoryFlash(0xa000), table).error).toMatchObject({ message: expect.stringContaining('0xa000') });
    const crooked = table.map((row) => (row.label === 'nvs' ? { ...row, offset: 0x9800 } : row));
    expect(open(flashWith(table), crooked).error).toMatchObject({ code: 'flash/no-nvs' });
  });

  test('of a single sector is erased at every start but the first', () => {
    const table = wellKnownTables.exampleReadme.map((row) => (row.label === 'nvs' ? { ...row, size: 0x1000 } : row));
    const flash = flashWith(table);
    open(flash, table).store?.set('app', 'key', { type: 'u8', value: 1 });
    const { lines, store } = open(flash, table);
    expect(lines).toEqual([]);
    expect(store?.get('app', 'key')).toBeUndefined();
  });
});

describe('encrypted NVS', () => {
  const keyPartition = encodeKeyPartition(testKeys);

  test('is opened with the keys of its partition', () => {
    const flash = flashWith(encryptedTable, { nvs_key: keyPartition });
    const { lines, store } = open(flash, encryptedTable);
    expect(lines).toEqual([registering, encrypted]);
    store?.set('app', 'key', { type: 'string', value: 'a secret' });
    const content = flash.read(0x9000, 0x6000);
    expect(Buffer.from(content).includes('a secret')).toBe(false);
    expect(readNvs(content, { cipher: xtsEntryCipher(testKeys) }).get('app', 'key')?.value).toBe('a secret');
  });

  test('gets its keys at the first start, and keeps them', () => {
    const flash = flashWith(encryptedTable);
    const first = open(flash, encryptedTable);
    const fault = 'W nvs: Failed to read NVS security cfg: [0x1116] (ESP_ERR_NVS_KEYS_NOT_INITIALIZED)';
    expect(first.lines).toEqual([registering, fault, generating, encrypted]);
    expect(decodeKeyPartition(flash.read(keysOffset, 0x1000)).dataKey).toEqual(new Uint8Array(32).fill(7));
    first.store?.set('app', 'key', { type: 'u8', value: 1 });
    const second = open(flash, encryptedTable);
    expect(second.lines).toEqual([registering, encrypted]);
    expect(second.store?.get('app', 'key')).toEqual({ type: 'u8', value: 1 });
  });

  test('whose keys are damaged gets new ones, and what it held is lost', () => {
    const flash = flashWith(encryptedTable, { nvs_key: keyPartition });
    open(flash, encryptedTable).store?.set('app', 'key', { type: 'u8', value: 1 });
    flash.program(keysOffset, Uint8Array.of(0));
    const { lines, store } = open(flash, encryptedTable);
    const fault = 'W nvs: Failed to read NVS security cfg: [0x1117] (ESP_ERR_NVS_CORRUPT_KEY_PART)';
    expect(lines).toEqual([registering, fault, generating, encrypted]);
    expect(Array.from(store?.entries() ?? [])).toEqual([]);
  });

  test('without a partition for keys ends in the Wi-Fi driver', () => {
    const { lines, error } = open(flashWith(wellKnownTables.singleApp), wellKnownTables.singleApp, true);
    expect(lines).toEqual([
      registering,
      'W nvs_sec_provider: Partition with subtype "nvs_keys" not found',
      'W nvs: Failed to read NVS security cfg: [0x102] (ESP_ERR_INVALID_ARG)',
      generating,
      'E nvs: Failed to generate NVS encr-keys: [0x102] (ESP_ERR_INVALID_ARG)',
      ...noWifi,
    ]);
    expect(isProvisioningError(error, 'flash/no-nvs')).toBe(true);
  });

  test('whose partition for keys has no whole sector ends there too', () => {
    const table = encryptedTable.map((row) => (row.label === 'nvs_key' ? { ...row, size: 0xfff } : row));
    const { lines, error } = open(flashWith(table), table);
    expect(lines.slice(-noWifi.length)).toEqual(noWifi);
    expect(isProvisioningError(error, 'flash/no-nvs')).toBe(true);
  });

  test('that firmware opens without its keys looks empty, and is written over', () => {
    const flash = flashWith(encryptedTable, { nvs_key: keyPartition });
    open(flash, encryptedTable).store?.set('app', 'key', { type: 'u8', value: 1 });
    const { lines, store } = open(flash, encryptedTable, false);
    expect(lines).toEqual([]);
    expect(Array.from(store?.entries() ?? [])).toEqual([]);
  });

  test('without a free page says so, and is erased', () => {
    const flash = flashWith(encryptedTable, { nvs_key: keyPartition });
    const nvs = nvsOf(flash);
    const full = new MemoryFlash(0x3000);
    const store = NvsStore.open(full);
    for (let i = 0; i < 200; i++) store.set('app', `k${i}`, { type: 'u8', value: 1 });
    // The first page of another partition in every place.
    for (let page = 0; page < nvs.size; page += 0x1000) nvs.program(page, full.read(0, 0x1000));
    const { lines } = open(flash, encryptedTable);
    const fault = 'E nvs: Failed to initialize NVS partition: [0x110D] (ESP_ERR_NVS_NO_FREE_PAGES)';
    expect(lines).toEqual([registering, fault, registering, encrypted]);
  });
});

describe('NVS of a release', () => {
  // A write that a power cut interrupted: its first entry is there, but not marked.
  const cut = Uint8Array.from(readFileSync(new URL('powerfail/u8_update_entry_unmarked.before.bin', vectors)));
  const table = wellKnownTables.exampleReadme;

  test.each([
    ['v5.5.5', 'v5.5.5'],
    ['v6.0.2', 'master'],
  ])('is treated as ESP-IDF %s does', (idfVersion, like) => {
    const flash = flashWith(table, { nvs: cut });
    openNvs(flash, table, { idfVersion });
    const after = readFileSync(new URL(`powerfail/u8_update_entry_unmarked.after.${like}.bin`, vectors));
    expect(Buffer.from(nvsOf(flash).read(0, cut.length)).equals(after)).toBe(true);
  });

  test('keeps floats from 6.1 on', () => {
    const floats = Uint8Array.from(readFileSync(new URL('idf6/floats.bin', vectors)));
    const count = (idfVersion: string) =>
      Array.from(openNvs(flashWith(table, { nvs: floats }), table, { idfVersion }).entries()).length;
    expect([count('v5.5.5'), count('v6.0.2'), count('v6.1-beta1')]).toEqual([1, 1, 14]);
  });
});
