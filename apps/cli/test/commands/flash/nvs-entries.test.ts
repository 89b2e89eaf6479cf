import { MemoryFlash, NvsStore, type NvsValue } from '@esp-prov/nvs';
import { utf8 } from '@esp-prov/protocol';
import { expect, test } from 'vitest';
import { listEntries } from '../../../src/commands/flash/nvs-entries.ts';
import { parseValue } from '../../../src/commands/flash/nvs-value.ts';
import { secrets } from '../../support/secrets.ts';

type Row = readonly [namespace: string, key: string, value: NvsValue];

function listed(rows: readonly Row[], options: { readonly showSecrets?: boolean } = {}) {
  const store = NvsStore.open(new MemoryFlash(new Uint8Array(0x6000).fill(0xff)));
  for (const [namespace, key, value] of rows) store.set(namespace, key, value);
  return listEntries(store, { partition: 'nvs', ...options });
}

const blob = (value: Uint8Array<ArrayBuffer>): NvsValue => ({ type: 'blob', value });
const wifi = 'nvs.net80211';

test('a name of a network is shown as text beside its bytes', () => {
  const [first] = listed([[wifi, 'sta.ssid', parseValue('ssid', 'myssid')]]);
  expect(first?.text).toMatch(/^060000006d7973736964(00)+ "myssid"$/);
  expect(first?.entry.wifiText).toBe('myssid');
});

test('passwords are shown when that is asked for', () => {
  const rows: Row[] = [
    [wifi, 'sta.pswd', parseValue('passphrase', secrets.password)],
    [wifi, 'ap.passwd', blob(utf8(secrets.otherPassword))],
  ];
  for (const { text, entry } of listed(rows)) {
    expect(text).toMatch(/^\w\*+\w$/);
    expect(entry.wifiText).toBeNull();
  }
  const shown = listed(rows, { showSecrets: true }).map(({ entry }) => entry.wifiText);
  expect(shown).toEqual([secrets.password, secrets.otherPassword]);
});

test.each<[string, Row]>([
  ['one that was never set', [wifi, 'ap.ssid', blob(new Uint8Array(36).fill(0xff))]],
  ['an empty one', [wifi, 'sta.ssid', blob(new Uint8Array(36))]],
  ['one that is longer than its blob', [wifi, 'sta.ssid', blob(Uint8Array.of(9, 0, 0, 0, 0x61))]],
  ['a blob with no room for a length', [wifi, 'sta.ssid', blob(Uint8Array.of(1, 0))]],
  ['bytes that are no text', [wifi, 'sta.ssid', blob(Uint8Array.of(4, 0, 0, 0, 0x63, 0x61, 0x66, 0xe9))]],
  ['one of another namespace', ['app', 'sta.ssid', parseValue('ssid', 'other')]],
  ['another key', [wifi, 'sta.apinfo', blob(utf8('text'))]],
])('%s has no text', (_, row) => {
  const [found] = listed([row]);
  expect(found?.text).toMatch(/^[0-9a-f]+$/);
  expect(found?.entry.wifiText).toBeNull();
});

test('a long value shows its beginning and its length; programs get all of it', () => {
  const digits = 'a5'.repeat(9000);
  const [long, text, short] = listed([
    ['app', 'long', parseValue('blob', digits)],
    ['app', 'text', { type: 'string', value: 'x'.repeat(3000) }],
    ['app', 'short', { type: 'string', value: 'y'.repeat(160) }],
  ]);
  expect(long).toMatchObject({ text: `${digits.slice(0, 160)}… (9000 bytes)`, shortened: true });
  expect(long?.entry.value).toBe(digits);
  expect(text).toMatchObject({ text: `${'x'.repeat(160)}… (3000 characters)`, shortened: true });
  expect(short).toMatchObject({ text: 'y'.repeat(160), shortened: false });
});
