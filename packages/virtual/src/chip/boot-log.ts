import { bootLogLines, findPartition, type PartitionTable } from '@esp-prov/nvs';
import { romLines } from './rom-lines.ts';
import type { Serial } from './serial-monitor.ts';

/** Milliseconds of the first line of the second stage and between lines, as in the README's log. */
const tableStartMs = 47;
const lineMs = 7;

/** Returns what a chip prints before the application: ROM, second-stage bootloader, partition table. */
export function printBootLog(
  serial: Serial,
  options: {
    readonly idfVersion: string;
    readonly chip: string;
    readonly flashSize: number;
    readonly table: PartitionTable;
  },
): void {
  printBootloader(serial, options);
  let ms = tableStartMs;
  for (const line of bootLogLines(options.table, { tee: hasTee(options) })) {
    serial(`I (${ms}) boot: ${line}`);
    ms += lineMs;
  }
}

/** First release whose bootloader can be built for the trusted execution environment. */
const firstTee = [5, 5] as const;

/** Whether the bootloader is built for it: only then a project's table has an app of it. */
function hasTee({ idfVersion, table }: { readonly idfVersion: string; readonly table: PartitionTable }): boolean {
  const [, major = 0, minor = 0] = (/^v?(\d+)\.(\d+)/.exec(idfVersion) ?? []).map(Number);
  const isKnown = major > firstTee[0] || (major === firstTee[0] && minor >= firstTee[1]);
  return isKnown && findPartition(table, { type: 'app', subtype: 'tee_0' }) !== undefined;
}

/** Prints what a chip prints that finds no valid partition table, before it restarts for ever. */
export function printBootFailure(
  serial: Serial,
  options: { readonly idfVersion: string; readonly chip: string; readonly flashSize: number; readonly reason: string },
): void {
  printBootloader(serial, options);
  serial(`E (${tableStartMs}) flash_parts: ${options.reason}`);
  serial(`E (${tableStartMs + lineMs}) boot: Failed to verify partition table`);
  serial(`E (${tableStartMs + 2 * lineMs}) boot: load partition table error!`);
}

function printBootloader(
  serial: Serial,
  { idfVersion, chip, flashSize }: { readonly idfVersion: string; readonly chip: string; readonly flashSize: number },
): void {
  for (const line of romLines(chip)) serial(line);
  serial(`I (31) boot: ESP-IDF ${idfVersion} 2nd stage bootloader`);
  // Before ESP-IDF 4.0 there was one bootloader for one chip.
  const tag = idfVersion.startsWith('v3.') ? 'boot' : `boot.${chip}`;
  serial(`I (36) ${tag}: SPI Flash Size : ${flashSize / (1024 * 1024)}MB`);
}
