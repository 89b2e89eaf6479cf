import { type Flash, NvsError, type PartitionTable } from '@esp-prov/nvs';
import { ProvisioningError } from '@esp-prov/protocol';
import { checkWithinChip, chipSize } from '../flash/chip-size.ts';
import { readPartitionTable } from '../flash/flash-image.ts';
import { printBootFailure, printBootLog } from './boot-log.ts';
import type { Serial } from './serial-monitor.ts';

/**
 * Reads the partition table as the second-stage bootloader does, and prints what it prints.
 *
 * @throws ProvisioningError `flash/not-bootable` where a chip would start anew for ever
 */
export function runBootloader(
  flash: Flash,
  serial: Serial,
  about: { readonly idfVersion: string; readonly chip: string; readonly tableOffset?: number | undefined },
): PartitionTable {
  try {
    const table = readPartitionTable(flash, about.tableOffset);
    const flashSize = chipSize(flash.size, table);
    checkWithinChip(table, flashSize);
    printBootLog(serial, { ...about, flashSize, table });
    return table;
  } catch (cause) {
    if (!(cause instanceof NvsError)) throw cause;
    printBootFailure(serial, { ...about, flashSize: chipSize(flash.size, []), reason: bootloaderWords(cause) });
    throw new ProvisioningError('flash/not-bootable', cause.message, { cause });
  }
}

/** Returns what the bootloader says of a table that it refuses. esp-idf: bootloader_support/src/flash_partitions.c */
function bootloaderWords({ details, message }: NvsError): string {
  const { rule, slot, magic } = details;
  if (rule === 'empty') return 'partition 0 invalid magic number 0xffff';
  if (rule === 'magic') return `partition ${slot} invalid magic number 0x${Number(magic).toString(16)}`;
  if (rule === 'md5') return 'Incorrect MD5 checksum';
  if (rule === 'md5-single') return 'Only one MD5 checksum is allowed';
  return rule === 'end-marker' ? 'partition table has no terminating entry, not valid' : message;
}
