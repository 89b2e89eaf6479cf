/** What the ROM of a chip prints first: its name and date as it prints them, and how it says that it boots from flash. */
interface Rom {
  readonly name: string;
  readonly built: string;
  readonly boot: string;
}

/** The ROMs of chips that say what they are, one of each, from logs of boards. */
const roms: Readonly<Record<string, Rom>> = {
  esp32s2: { name: 'esp32s2-rc4-20191025', built: 'Oct 25 2019', boot: '0x8' },
  esp32s3: { name: 'esp32s3-20210327', built: 'Mar 27 2021', boot: '0x8' },
  esp32c2: { name: 'esp8684-api2-20220127', built: 'Jan 27 2022', boot: '0xc' },
  esp32c3: { name: 'esp32c3-api1-20210207', built: 'Feb  7 2021', boot: '0xc' },
  esp32c5: { name: 'esp32c5-eco2-20250121', built: 'Jan 21 2025', boot: '0x18' },
  esp32c6: { name: 'esp32c6-20220919', built: 'Sep 19 2022', boot: '0xc' },
  esp32c61: { name: 'esp32c61-eco3-20250228', built: 'Feb 28 2025', boot: '0xc' },
  esp32h2: { name: 'esp32h2-20221101', built: 'Nov  1 2022', boot: '0xc' },
};

/** Returns the lines of the ROM after power-on. */
export function romLines(chip: string): readonly string[] {
  const rom = roms[chip];
  if (!rom) return ['ets Jul 29 2019 12:21:46', '', 'rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)'];
  const { name, built, boot } = rom;
  return [`ESP-ROM:${name}`, `Build:${built}`, `rst:0x1 (POWERON),boot:${boot} (SPI_FAST_FLASH_BOOT)`];
}
