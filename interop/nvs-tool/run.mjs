// Espressif's nvs_tool and gen_esp32part, from checkouts of ESP-IDF, read what we write: ESP_NVS_TOOL_IDF names the trees,
// PYTHON another interpreter; NVS_SEED repeats the random content of a run.
import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatTable, indent, inParallel, skip } from '../support/checks.mjs';
import { build } from '../support/esp-prov.mjs';
import { casesFor } from './cases.mjs';
import { findTools } from './tools.mjs';

const folder = await mkdtemp(join(tmpdir(), 'esp-prov-interop-'));
let nextFile = 0;
let failed = false;
try {
  const columns = await findTools(folder);
  for (const { title, skipped } of columns) if (skipped) console.log(`column ${title} skipped: ${skipped}`);
  if (columns.every(({ skipped }) => skipped)) {
    await rm(folder, { recursive: true, force: true });
    skip(columns[0].skipped);
  }
  build();
  failed = await judgeAll(columns, await import('@esp-prov/nvs'));
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);

async function judgeAll(columns, nvs) {
  const seed = Number(process.env.NVS_SEED ?? randomInt(2 ** 31));
  console.log(`random content of seed ${seed}; NVS_SEED=${seed} repeats it`);
  const cases = casesFor(nvs);
  const outcomes = cases.map(() => columns.map(({ skipped }) => (skipped ? 'skipped' : 'pending')));
  const jobs = cases.flatMap(({ name, run }, row) =>
    columns.map(({ title, tools }, column) => async () => {
      if (!tools) return;
      const fileName = (ending) => join(folder, `${nextFile++}${ending}`);
      try {
        await run({ tools, nvs, seed, fileName });
        outcomes[row][column] = 'ok';
      } catch (error) {
        console.log(`FAIL ${name}, ${title}:\n${indent(error.message)}`);
        outcomes[row][column] = 'FAIL';
      }
    }),
  );
  await inParallel(2, jobs);
  const names = cases.map(({ name }) => name);
  const titles = columns.map(({ title }) => title);
  console.log(formatTable("Espressif's tools read", names, titles, (row, column) => outcomes[row][column]));
  return outcomes.flat().includes('FAIL');
}
