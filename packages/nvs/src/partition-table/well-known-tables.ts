import { partitionSubtypes, partitionTypes } from './keywords.ts';
import { type Partition, type PartitionTable, partitionFlags } from './partition.ts';

type Kind = keyof typeof partitionTypes;
const mib = 0x100000;

function row(label: string, kind: `${Kind}/${string}`, offset: number, size: number, flags = 0): Partition {
  const [type, subtype = ''] = kind.split('/') as [Kind, string?];
  return { label, type: partitionTypes[type], subtype: partitionSubtypes[type][subtype] ?? 0, offset, size, flags };
}

const nvs = row('nvs', 'data/nvs', 0x9000, 0x6000);
const phyInit = row('phy_init', 'data/phy', 0xf000, 0x1000);
const factory = (size: number): Partition => row('factory', 'app/factory', 0x10000, size);
const nvsKey = (offset: number): Partition => row('nvs_key', 'data/nvs_keys', offset, 0x1000, partitionFlags.encrypted);

const singleApp = [nvs, phyInit, factory(mib)];
const twoOta = [
  row('nvs', 'data/nvs', 0x9000, 0x4000),
  row('otadata', 'data/ota', 0xd000, 0x2000),
  phyInit,
  factory(mib),
  row('ota_0', 'app/ota_0', 0x110000, mib),
  row('ota_1', 'app/ota_1', 0x210000, mib),
];

/** Name of a table of {@link wellKnownTables}. */
export type WellKnownTable =
  | 'singleApp'
  | 'singleAppLarge'
  | 'singleAppEncryptedNvs'
  | 'twoOta'
  | 'twoOtaLarge'
  | 'twoOtaEncryptedNvs'
  | 'singleAppTee'
  | 'twoOtaTee'
  | 'wifiProvMgr'
  | 'exampleReadme';

/** The tables that ESP-IDF brings along, and those of the provisioning examples. esp-idf: components/partition_table */
export const wellKnownTables: Readonly<Record<WellKnownTable, PartitionTable>> = {
  /** Single factory app, no OTA: what a project has unless it says otherwise. */
  singleApp,
  /** The same with a larger app. */
  singleAppLarge: [nvs, phyInit, factory(1500 * 1024)],
  /** The same with a partition for the keys of encrypted NVS. */
  singleAppEncryptedNvs: [...singleApp, nvsKey(0x110000)],
  /** Factory app and two OTA slots; its NVS is smaller. */
  twoOta,
  /** Two large OTA slots, no factory app. */
  twoOtaLarge: [
    nvs,
    row('otadata', 'data/ota', 0xf000, 0x2000),
    row('phy_init', 'data/phy', 0x11000, 0x1000),
    row('ota_0', 'app/ota_0', 0x20000, 1700 * 1024),
    row('ota_1', 'app/ota_1', 0x1d0000, 1700 * 1024),
  ],
  /** Factory app, two OTA slots and a partition for the keys of encrypted NVS. */
  twoOtaEncryptedNvs: [...twoOta, nvsKey(0x310000)],
  /** Single app behind a trusted execution environment, as since ESP-IDF 6.0; 5.5 gives that 192 KiB. */
  singleAppTee: [
    row('tee', 'app/tee_0', 0x10000, 0x40000),
    row('secure_storage', 'data/nvs', 0x50000, 0x10000),
    row('factory', 'app/factory', 0x60000, 1536 * 1024),
    row('nvs', 'data/nvs', 0x1e0000, 0x6000),
    row('phy_init', 'data/phy', 0x1e6000, 0x1000),
  ],
  /** Two slots for the app and for the trusted execution environment each, as since ESP-IDF 6.0. */
  twoOtaTee: [
    row('tee_0', 'app/tee_0', 0x10000, 0x40000),
    row('tee_1', 'app/tee_1', 0x50000, 0x40000),
    row('tee_otadata', 'data/tee_ota', 0x90000, 0x2000),
    row('secure_storage', 'data/nvs', 0x92000, 0xe000),
    row('ota_0', 'app/ota_0', 0xa0000, 1536 * 1024),
    row('ota_1', 'app/ota_1', 0x220000, 1536 * 1024),
    row('otadata', 'data/ota', 0x3a0000, 0x2000),
    row('nvs', 'data/nvs', 0x3a2000, 0x6000),
    row('phy_init', 'data/phy', 0x3a8000, 0x1000),
  ],
  /** `wifi_prov_mgr` of ESP-IDF 5.5. */
  wifiProvMgr: [nvs, phyInit, factory(0x150000)],
  /** The log in the README of `wifi_prov_mgr`: an app size that today's generator refuses. */
  exampleReadme: [nvs, phyInit, factory(0x124f80)],
};
