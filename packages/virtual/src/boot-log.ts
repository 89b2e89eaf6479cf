import { bootLogLines, type PartitionTable } from '@esp-prov/nvs';
import type { Serial } from './serial-monitor.ts';

/** Milliseconds of the first line of the second stage and between lines, as in the README's log. */
const tableStartMs = 47;
const lineMs = 7;

/** What a chip prints before the application: ROM, second-stage bootloader, partition table. */
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
  for (const line of bootLogLines(options.table)) {
    serial(`I (${ms}) boot: ${line}`);
    ms += lineMs;
  }
}

/** What a chip prints that finds no valid partition table, before it restarts for ever. */
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
  serial('ets Jul 29 2019 12:21:46');
  serial('');
  serial('rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)');
  serial(`I (31) boot: ESP-IDF ${idfVersion} 2nd stage bootloader`);
  serial(`I (36) boot.${chip}: SPI Flash Size : ${flashSize / (1024 * 1024)}MB`);
}
