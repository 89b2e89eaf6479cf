// Espressif's own esp_prov, in the releases that are available, against the virtual device: every case that it has.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatTable, indent, inParallel, skip } from '../support/checks.mjs';
import { build } from '../support/esp-prov.mjs';
import { bleCases } from './ble-cases.mjs';
import { cases } from './cases.mjs';
import { findTools } from './checkouts.mjs';
import { consoleCases } from './console-cases.mjs';
import { Lab } from './lab.mjs';

// The tool sleeps most of the time, so more run at once than there are processors.
const atOnce = 8;

const tools = await findTools();
for (const { title, skipped } of tools) if (skipped) console.log(`column ${title} skipped: ${skipped}`);
const wanted = [...cases, ...consoleCases, ...bleCases].filter(
  ({ name }) => !process.argv[2] || name.includes(process.argv[2]),
);
// A name that fits no case must not pass for a success.
if (wanted.length === 0) throw new Error(`no case has “${process.argv[2]}” in its name`);
if (tools.every(({ skipped }) => skipped)) {
  skip('no checkout of esp_prov can be run, see interop/esp-prov-py/README.md');
}

build();
const folder = await mkdtemp(join(tmpdir(), 'esp-prov-interop-'));
const outcomes = wanted.map(({ unless }) =>
  tools.map((column) => {
    if (column.skipped) return 'skipped';
    return unless?.(column) ? 'n/a' : 'pending';
  }),
);
try {
  const jobs = wanted.flatMap((testCase, row) =>
    tools.map((column, index) => async () => {
      if (outcomes[row][index] === 'pending') outcomes[row][index] = await judge(testCase, column);
    }),
  );
  await inParallel(atOnce, jobs);
} finally {
  await rm(folder, { recursive: true, force: true });
}
console.log(
  formatTable(
    'esp_prov of',
    wanted.map(({ name }) => name),
    tools.map(({ title }) => title),
    (row, column) => outcomes[row][column],
  ),
);
process.exit(outcomes.flat().includes('FAIL') ? 1 : 0);

async function judge({ name, run }, column) {
  const lab = new Lab(column, folder);
  try {
    await run(lab, column);
    await lab.end();
    return 'ok';
  } catch (error) {
    await lab.abandon();
    console.log(`FAIL ${name}, ${column.title}: ${error.message}\n${indent(lab.transcript)}`);
    return 'FAIL';
  }
}
