// Writes one pair of values and the other in turns into the NVS of a flash image, until it is killed. Tells when it begins.
import { NvsStore } from '@esp-prov/nvs';
import { findNvs, partitionFlash, readPartitionTable } from '@esp-prov/virtual';
import { FileFlash } from '@esp-prov/virtual/node';

const flash = FileFlash.open(process.argv[2]);
const store = NvsStore.open(partitionFlash(flash, findNvs(readPartitionTable(flash))));
for (let i = 0; ; i++) {
  const text = (i % 2 === 0 ? 'even ' : 'odd ').repeat(40);
  const value = { type: 'blob', value: new TextEncoder().encode(text) };
  store.commit(
    'app',
    new Map([
      ['first', value],
      ['second', value],
    ]),
  );
  if (i === 20) process.stdout.write('writing\n');
}
