// Pages, entries and values of NVS, written by our store in the order in which Espressif's library wrote the recording.
import { saveCredentials } from '@esp-prov/device';
import { entrySize, MemoryFlash, NvsStore, sectorSize } from '@esp-prov/nvs';
import { utf8 } from '@esp-prov/protocol';
import { nvsKeyValueStore } from '@esp-prov/virtual';
import { entryStateFields, itemFields, pageHeaderFields } from '../nvs-fields.mjs';
import { readVector } from '../read-vector.mjs';

const base = 'nvs/powerfail/base.bin';
const updated = 'nvs/powerfail/u8_update_dup.after.v5.5.5.bin';
const provisioned = 'nvs/device/provisioned.bin';
const [statesAt, entriesAt] = [32, 64];

/** Returns the examples of NVS. */
export async function nvsExamples() {
  const flash = new MemoryFlash(3 * sectorSize);
  const store = NvsStore.open(flash);
  store.set('ns1', 'a', { type: 'u8', value: 1 });
  store.set('ns1', 's', { type: 'string', value: 'old-value' });
  store.set('ns1', 'b', { type: 'blob', value: Uint8Array.from({ length: 100 }, (_, i) => 7 * i + 1) });
  const piece = (from, length, file = base) => ({ bytes: flash.read(from, length), vector: { file, from } });
  const entry = (index, count = 1) => piece(entriesAt + entrySize * index, entrySize * count);
  const before = [
    {
      name: 'nvs-page-header',
      says: 'The header of the first page of a partition',
      ...piece(0, entrySize),
      fieldsOf: pageHeaderFields,
    },
    {
      name: 'nvs-entry-states',
      says: 'What the page says about its entries: ten are written',
      ...piece(statesAt, entrySize),
      fieldsOf: entryStateFields,
    },
    { name: 'nvs-namespace', says: 'Entry 0: a namespace gets its number', ...entry(0), fieldsOf: itemFields },
    { name: 'nvs-number', says: 'Entry 1: a number', ...entry(1), fieldsOf: itemFields },
    { name: 'nvs-string', says: 'Entries 2 and 3: a string', ...entry(2, 2), fieldsOf: itemFields },
    { name: 'nvs-blob', says: 'Entries 4 to 9: a blob, and its index', ...entry(4, 6), fieldsOf: blobFields },
  ];
  store.set('ns1', 'a', { type: 'u8', value: 2 });
  const after = {
    name: 'nvs-changed-states',
    says: 'The states after the number was changed: entry 1 is erased, entry 10 written',
    ...piece(statesAt, entrySize, updated),
    fieldsOf: entryStateFields,
  };
  return [...before, after, ...(await wifiExamples())].map(({ fieldsOf, ...example }) => ({
    ...example,
    fields: fieldsOf(example.bytes),
  }));
}

/** Returns what a device stores at Apply. */
async function wifiExamples() {
  const flash = new MemoryFlash(6 * sectorSize);
  const store = NvsStore.open(flash);
  // The numbers of namespaces are those of a chip, where others come first.
  for (const namespace of ['misc', 'nvs.net80211']) {
    store.commit(namespace, new Map([['any', { type: 'u8', value: 0 }]]));
  }
  await saveCredentials(nvsKeyValueStore(store), { ssid: utf8('myssid'), passphrase: utf8('mypassword') });
  return [
    { name: 'nvs-sta-ssid', key: 'sta.ssid', entries: 4, says: 'The name of the network: `sta.ssid`, 36 bytes' },
    { name: 'nvs-sta-pswd', key: 'sta.pswd', entries: 5, says: 'Its password: `sta.pswd`, 65 bytes' },
  ].map(({ name, key, entries, says }) => {
    const image = flash.read(0, sectorSize);
    const from = itemOffset(image, key);
    return {
      name,
      says,
      bytes: image.subarray(from, from + entries * entrySize),
      vector: { file: provisioned, from: itemOffset(readVector(provisioned), key) },
      fieldsOf: (bytes) => wifiFields(bytes, key),
    };
  });
}

/** Returns where the first item with this key begins. */
function itemOffset(image, key) {
  for (let from = entriesAt; from < sectorSize; from += entrySize) {
    const name = image.subarray(from + 8, from + 8 + key.length + 1);
    if (image[from + 1] === 0x42 && Buffer.compare(name, utf8(`${key}\0`)) === 0) return from;
  }
  throw new Error(`No part of a blob has the key ${key}`);
}

/** Returns the fields of a blob in one part with the index behind it. */
function blobFields(bytes) {
  const part = bytes[2] * entrySize;
  return [...itemFields(bytes.subarray(0, part)), ...itemFields(bytes.subarray(part)).map(ofIndex)];
}

function ofIndex(field) {
  return { ...field, name: `Index: ${field.name}`, depth: 1 };
}

/** Returns the fields of a blob of the Wi-Fi driver, whose data have parts of their own. */
function wifiFields(bytes, key) {
  return blobFields(bytes).flatMap((field) => {
    if (field.name !== 'Data') return [field];
    const data = bytes.subarray(entrySize, entrySize + field.length);
    const text = data.subarray(key === 'sta.ssid' ? 4 : 0);
    const used = text.indexOf(0);
    const length = { length: 4, name: 'Length of the name', meaning: `${data[0]}, 32 bits, little-endian`, depth: 1 };
    return [
      ...(key === 'sta.ssid' ? [length] : []),
      {
        length: used,
        name: key === 'sta.ssid' ? 'Name' : 'Password',
        meaning: `“${Buffer.from(text.subarray(0, used))}”`,
        depth: 1,
      },
      { length: text.length - used, name: 'Padding', meaning: 'zeros', depth: 1 },
    ];
  });
}
