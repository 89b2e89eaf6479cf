import type { Command } from 'commander';
import { addExamples } from '../../options/examples.ts';

/** Command lines behind `esp-prov`, by the names of the commands that they are examples of. */
const examples: Readonly<Record<string, readonly string[]>> = {
  flash: ['flash create dev.bin', 'flash table dev.bin', 'flash nvs list dev.bin'],
  'flash create': [
    'flash create dev.bin',
    'flash create dev.bin --size 2M --table partitions.csv',
    'flash create dev.bin --table t.csv --partition-table-offset 0xC000',
  ],
  'flash table': ['flash table dev.bin', 'flash table partition-table.bin'],
  'flash read': ['flash read dev.bin nvs.bin --partition nvs', 'flash read dev.bin head.bin --offset 0 --size 64K'],
  'flash write': ['flash write dev.bin nvs.bin --partition nvs', 'flash write dev.bin app.bin --offset 0x10000'],
  'flash erase-region': ['flash erase-region dev.bin 0x9000 0x6000'],
  'flash erase-partition': ['flash erase-partition dev.bin nvs'],
  'flash erase-flash': ['flash erase-flash dev.bin'],
  'flash nvs': ['flash nvs list dev.bin', 'flash nvs get dev.bin nvs.net80211 sta.ssid'],
  'flash nvs list': ['flash nvs list dev.bin', 'flash nvs list nvs.bin --json'],
  'flash nvs get': ['flash nvs get dev.bin nvs.net80211 sta.ssid'],
  'flash nvs dump': ['flash nvs dump dev.bin', 'flash nvs dump nvs.bin --what minimal --json'],
  'flash nvs set': [
    'flash nvs set dev.bin app count u32 7',
    'flash nvs set dev.bin app pop string --value-file pop.txt',
  ],
  'flash nvs erase': ['flash nvs erase dev.bin nvs.net80211 sta.pswd', 'flash nvs erase dev.bin app --purge'],
  'flash nvs purge': ['flash nvs purge dev.bin', 'flash nvs purge dev.bin app'],
  'flash nvs check': [
    'flash nvs check dev.bin',
    'flash nvs check certs.bin --readonly',
    'flash nvs check dev.bin --idf 6.0.2',
  ],
  'flash nvs generate': [
    'flash nvs generate factory.csv factory.bin --size 0x6000',
    'flash nvs generate a.csv out --size 12K --values b.csv --prefix dev',
  ],
  'flash nvs generate-key': [
    'flash nvs generate-key keys.bin',
    'flash nvs generate-key keys.bin --hmac-key-file hmac.bin',
  ],
  'flash nvs encrypt': ['flash nvs encrypt nvs.bin secret.bin --key-file keys.bin'],
  'flash nvs decrypt': ['flash nvs decrypt secret.bin nvs.bin --key-file keys.bin'],
  'flash nvs stats': ['flash nvs stats dev.bin --json'],
};

/** Adds examples to the help of the commands on flash images. */
export function addFlashExamples(program: Command): void {
  for (const command of program.commands) addBelow(command, command.name());
}

function addBelow(command: Command, path: string): void {
  const lines = examples[path];
  if (lines) addExamples(command, ...lines.map((line) => `esp-prov ${line}`));
  for (const below of command.commands) addBelow(below, `${path} ${below.name()}`);
}
