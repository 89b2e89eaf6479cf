// Espressif's nvs_tool and gen_esp32part, from a checkout of ESP-IDF, read what we write: ESP_NVS_TOOL_IDF names the tree,
// PYTHON another interpreter; NVS_SEED repeats the random content of a run.
import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatTable, indent, inParallel, skip } from '../support/checks.mjs';
import { build } from '../support/esp-prov.mjs';
import { casesFor } from './cases.mjs';
import { findTools } from './tools.mjs';

const tools = await findTools();
if (tools.skipped) skip(tools.skipped);
build();
const nvs = await import('@esp-prov/nvs');
const seed = Number(process.env.NVS_SEED ?? randomInt(2 ** 31));
console.log(`random content of seed ${seed}; NVS_SEED=${seed} repeats it`);

const folder = await mkdtemp(join(tmpdir(), 'esp-prov-interop-'));
let nextFile = 0;
const lab = { tools, nvs, seed, fileName: (ending) => join(folder, `${nextFile++}${ending}`) };
const cases = casesFor(nvs);
const outcomes = cases.map(() => 'pending');
try {
  await inParallel(
    2,
    cases.map(({ name, run }, row) => async () => {
      try {
        await run(lab);
        outcomes[row] = 'ok';
      } catch (error) {
        console.log(`FAIL ${name}:\n${indent(error.message)}`);
        outcomes[row] = 'FAIL';
      }
    }),
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
const names = cases.map(({ name }) => name);
console.log(formatTable("Espressif's tools read", names, ['5.5'], (row) => outcomes[row]));
process.exit(outcomes.includes('FAIL') ? 1 : 0);
