import { wellKnownTables } from '@esp-prov/nvs';
import { expect, test } from 'vitest';
import { printBootLog } from '../../src/chip/boot-log.ts';
import { chips } from '../../src/chip/chips.ts';

function linesOf(chip: string, idfVersion = 'v5.5.5', table = wellKnownTables.exampleReadme): readonly string[] {
  const lines: string[] = [];
  printBootLog((line) => lines.push(line), { idfVersion, chip, flashSize: 0x400000, table });
  return lines;
}

test('The log of an ESP32 begins as that of the README does, columns and all', () => {
  expect(linesOf('esp32')).toEqual([
    'ets Jul 29 2019 12:21:46',
    '',
    'rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)',
    'I (31) boot: ESP-IDF v5.5.5 2nd stage bootloader',
    'I (36) boot.esp32: SPI Flash Size : 4MB',
    'I (47) boot: Partition Table:',
    'I (54) boot: ## Label            Usage          Type ST Offset   Length',
    'I (61) boot:  0 nvs              WiFi data        01 02 00009000 00006000',
    'I (68) boot:  1 phy_init         RF data          01 01 0000f000 00001000',
    'I (75) boot:  2 factory          factory app      00 00 00010000 00124f80',
    'I (82) boot: End of partition table',
  ]);
});

test.each(chips.filter(({ name }) => name !== 'esp32'))('The ROM of an $name says what it is', ({ name }) => {
  const [rom, built, reset] = linesOf(name);
  expect(rom).toMatch(new RegExp(`^ESP-ROM:${name === 'esp32c2' ? 'esp8684' : name}-`));
  expect(built).toMatch(/^Build:[A-Z][a-z]{2} [ \d]\d 20\d\d$/);
  expect(reset).toMatch(/^rst:0x1 \(POWERON\),boot:0x[0-9a-f]+ \(SPI_FAST_FLASH_BOOT\)$/);
});

test('A bootloader of ESP-IDF 3 does not name its chip', () => {
  expect(linesOf('esp32', 'v3.3.3')).toContain('I (36) boot: SPI Flash Size : 4MB');
});

test('A table with a trusted execution environment has a bootloader that knows it, since ESP-IDF 5.5', () => {
  const tee = (idfVersion: string) => linesOf('esp32c6', idfVersion, wellKnownTables.singleAppTee)[7];
  expect(tee('v6.0.2')).toContain(' 0 tee              TEE app          00 30 ');
  expect(tee('v5.5.5')).toContain(' 0 tee              TEE app          00 30 ');
  expect(tee('v5.3')).toContain(' 0 tee              Unknown app      00 30 ');
});
