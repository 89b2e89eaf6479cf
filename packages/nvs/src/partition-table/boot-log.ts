import { utf8 } from '../utf8.ts';
import { partitionSubtypes, partitionTypes } from './keywords.ts';
import type { Partition, PartitionTable } from './partition.ts';

/** What is known of the bootloader that prints. */
export interface BootLogOptions {
  /** Whether it is built for the trusted execution environment, which came with ESP-IDF 5.5. */
  readonly tee?: boolean;
}

/**
 * Returns what the second-stage bootloader prints about a table: the text after `boot: ` of each line.
 * esp-idf: components/bootloader_support/src/bootloader_utility.c
 */
export function bootLogLines(table: PartitionTable, { tee = false }: BootLogOptions = {}): readonly string[] {
  return [
    'Partition Table:',
    '## Label            Usage          Type ST Offset   Length',
    ...table.map((partition, index) => row(partition, index, tee)),
    'End of partition table',
  ];
}

function row(partition: Partition, index: number, tee: boolean): string {
  const { label, type, subtype, offset, size } = partition;
  // C counts bytes when it fills up, not characters.
  const padding = ' '.repeat(Math.max(0, 16 - utf8(label).length));
  return [
    String(index).padStart(2),
    label + padding,
    ((tee && teeUsage(partition)) || usage(partition)).padEnd(16),
    hex(type, 2),
    hex(subtype, 2),
    hex(offset, 8),
    hex(size, 8),
  ].join(' ');
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

const usages: Readonly<Record<number, { readonly known: Readonly<Record<number, string>>; readonly other: string }>> = {
  [partitionTypes.app]: { known: { 0: 'factory app', 32: 'test app' }, other: 'Unknown app' },
  [partitionTypes.data]: {
    known: { 0: 'OTA data', 1: 'RF data', 2: 'WiFi data', 4: 'NVS keys', 5: 'efuse' },
    other: 'Unknown data',
  },
  [partitionTypes.bootloader]: {
    known: { 0: 'primary bootloader', 1: 'ota bootloader', 2: 'recovery bootloader' },
    other: 'unknown',
  },
  [partitionTypes.partition_table]: {
    known: { 0: 'primary partition_table', 1: 'ota partition_table' },
    other: 'unknown',
  },
};

function teeUsage({ type, subtype }: Partition): string | undefined {
  const { app, data } = partitionSubtypes;
  if (type === partitionTypes.app && (subtype === app['tee_0'] || subtype === app['tee_1'])) return 'TEE app';
  return type === partitionTypes.data && subtype === data['tee_ota'] ? 'TEE OTA data' : undefined;
}

function usage({ type, subtype }: Partition): string {
  const texts = usages[type];
  if (!texts) return 'unknown';
  const slot = subtype - (partitionSubtypes.app['ota_0'] ?? 0);
  if (type === partitionTypes.app && slot >= 0 && slot < 16) return 'OTA app';
  return texts.known[subtype] ?? texts.other;
}
