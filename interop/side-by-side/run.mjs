// Espressif's esp_prov and esp-prov do the same things to the same virtual device: wall time, exchanges, exit codes. The
// table goes into docs/guides/from-esp-prov.md with --write. SIDE_BY_SIDE_RUNS: how often each is run, each time with a network that
// takes longer; otherwise the moment at which the device knows would be a lucky one for one of them in every run.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findTools } from '../esp-prov-py/checkouts.mjs';
import { check, skip } from '../support/checks.mjs';
import { build, command, startDevice } from '../support/esp-prov.mjs';
import { runProgram } from '../support/program.mjs';
import { cases } from './cases.mjs';
import { startCountingProxy } from './counting-proxy.mjs';

const page = fileURLToPath(new URL('../../docs/guides/from-esp-prov.md', import.meta.url));
const marks = ['<!-- side by side -->', '<!-- end -->'];

const tool = (await findTools()).find(({ title }) => title === 'readme');
if (tool.skipped) skip(`Espressif's esp_prov cannot be run: ${tool.skipped}, see interop/esp-prov-py/README.md`);
const runs = Number(process.env.SIDE_BY_SIDE_RUNS ?? 5);
check(Number.isInteger(runs) && runs > 0, 'SIDE_BY_SIDE_RUNS is a number of runs');
build();

const original = (args) => runProgram(tool.python, [tool.script, '--transport', 'softap', ...args], { env: tool.env });
const ours = (args) => runProgram(process.execPath, [command, ...args]);

const home = {
  ssid: 'myssid',
  bssid: 'aa:bb:cc:dd:ee:ff',
  channel: 6,
  rssi: -55,
  auth: 'WPA2_PSK',
  password: 'mypassword',
};

const rows = [];
let failed = false;
for (const testCase of cases) {
  const { name, code } = testCase;
  const figures = { original: [], ours: [] };
  // In turns, so that a machine that slows down does so for both.
  for (let i = 0; i < runs; i++) {
    const joinMs = joinMsOf(i);
    figures.original.push(await measure(original, testCase, joinMs));
    figures.ours.push(await measure(ours, testCase, joinMs));
  }
  for (const run of figures.ours) {
    if (run.code === code) continue;
    failed = true;
    console.log(`FAIL ${name}: esp-prov ended with ${run.code}, not ${code}\n${run.output}${run.errors}`);
  }
  rows.push([name, ...tell(figures.original), ...tell(figures.ours)]);
}
const table = markdown([
  ['what happens', 'esp_prov.py: time', 'exchanges', 'exit code', 'esp-prov: time', 'exchanges', 'exit code'],
  ...rows,
]);
console.log(table);
if (process.argv.includes('--write')) await write(table);
process.exit(failed ? 1 : 0);

/** Runs the program once against a new device, which waits as long as the firmware does. */
async function measure(program, { args, device: fate }, joinMs) {
  const folder = await mkdtemp(join(tmpdir(), 'side-by-side-'));
  const air = join(folder, 'air.json');
  await writeFile(air, JSON.stringify([{ ...home, joinMs }]));
  const device = await startDevice(['--air', air]);
  const proxy = await startCountingProxy(device.address);
  try {
    if (fate === 'absent') {
      await device.kill();
      await proxy.stop();
    }
    if (fate === 'dies')
      device.tells([{ event: 'credentials-received' }], 60_000).then(killLater(device), () => undefined);
    const started = performance.now();
    const { code, output, errors } = await program(['--service_name', proxy.address, ...args]);
    return { seconds: (performance.now() - started) / 1000, exchanges: proxy.requests, code, output, errors };
  } finally {
    await proxy.stop().catch(() => undefined);
    await device.kill();
    await rm(folder, { recursive: true });
  }
}

/**
 * Returns the time that the network takes in a run: from run to run another part of the five seconds between questions
 * of esp_prov.
 */
function joinMsOf(run) {
  return 1000 + Math.round((5000 * run) / runs);
}

/**
 * Returns a function that kills the device between Apply, which follows at once, and the address, which takes three
 * seconds.
 */
function killLater(device) {
  return () => setTimeout(() => device.kill(), 1500);
}

function tell(measured) {
  const times = measured.map((run) => run.seconds).toSorted((one, other) => one - other);
  const codes = [...new Set(measured.map(({ code }) => code))];
  const span = `${times[0].toFixed(1)} to ${times.at(-1).toFixed(1)} s`;
  return [
    `${median(times).toFixed(1)} s (${span})`,
    `${median(measured.map((run) => run.exchanges))}`,
    codes.join(' or '),
  ];
}

function median(values) {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];
}

function markdown(lines) {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length), 3));
  const row = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  const [head, ...rest] = lines;
  return [row(head), row(widths.map((width) => '-'.repeat(width))), ...rest.map(row)].join('\n');
}

async function write(text) {
  const [before, rest] = (await readFile(page, 'utf8')).split(marks[0]);
  check(rest?.includes(marks[1]), `${page} has no place for the table`);
  const after = rest.slice(rest.indexOf(marks[1]));
  await writeFile(page, `${before}${marks[0]}\n\n${text}\n\n${after}`);
}
