// A million inputs, and more, against every release of the virtual device: each must be answered or refused, and the
// device must serve a client afterwards. FUZZ_COUNT: how many inputs; FUZZ_SEED: where the seeds begin, or `random`;
// FUZZ_SCENARIO: one scenario only, the seed that a report names.
import { randomInt } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build } from '../support/esp-prov.mjs';
import { compileFuzzing } from './compile.mjs';

const workers = 2;
const inputsOfScenario = 400;
const reportMs = 30_000;

const count = number('FUZZ_COUNT', 1_000_000);
const first = process.env.FUZZ_SEED === 'random' ? randomInt(2 ** 31) : number('FUZZ_SEED', 1);
const only = process.env.FUZZ_SCENARIO === undefined ? undefined : number('FUZZ_SCENARIO', 0);

build();
const folder = compileFuzzing();
const started = performance.now();
console.log(only === undefined ? `seeds from ${first} on, ${count} inputs` : `scenario ${only}`);

const progress = new Map();
const report = setInterval(() => {
  const done = [...progress.values()].reduce((sum, inputs) => sum + inputs, 0);
  console.log(`${seconds()} s: ${done} inputs`);
}, reportMs);
const outcomes = await Promise.all(Array.from({ length: only === undefined ? workers : 1 }, (_, index) => work(index)));
clearInterval(report);

const total = outcomes.map(({ counts }) => counts).reduce(added);
const { scenarios, inputs, sealed, answered, handshakes, ended, refused, kinds } = total;
console.log(`${scenarios} scenarios of ${Object.keys(kinds).length} kinds, ${inputs} inputs in ${seconds()} s`);
console.log(`${sealed} inputs under the right keys, ${answered} answered, ${handshakes} clients served afterwards`);
console.log(`${ended} services had ended after success or a stop`);
for (const [code, times] of Object.entries(refused).sort()) console.log(`refused by ${code}: ${times}`);
const failures = outcomes.flatMap(({ failure }) => failure ?? []);
for (const failure of failures) console.log(`FAIL ${failure}`);
if (failures.length > 0) console.log('FUZZ_SCENARIO=<the number of the scenario> repeats one of them');
process.exit(failures.length > 0 ? 1 : 0);

/** Returns what a worker has found: every `workers`-th seed is its own. */
function work(index) {
  const workerData = { folder, index, workers, first, only, count: count / workers, inputs: inputsOfScenario };
  const worker = new Worker(fileURLToPath(new URL('worker.mjs', import.meta.url)), { workerData });
  return new Promise((resolve, reject) => {
    worker.on('message', (message) => {
      if (message.done) resolve(message);
      else progress.set(index, message.inputs);
    });
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`a worker ended with ${code}`)));
  });
}

function added(one, other) {
  const sum = { ...one };
  for (const [key, value] of Object.entries(other)) {
    sum[key] = typeof value === 'number' ? (one[key] ?? 0) + value : added(one[key], value);
  }
  return sum;
}

function number(name, otherwise) {
  const value = Number(process.env[name] ?? otherwise);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`${name} is not a number`);
  return value;
}

function seconds() {
  return Math.round((performance.now() - started) / 1000);
}
