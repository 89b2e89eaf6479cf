// The Python package esp-protocomm, which is not ours nor Espressif's, against the virtual device.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatTable, indent, inParallel, skip } from '../support/checks.mjs';
import { build, startDevice } from '../support/esp-prov.mjs';
import { runProgram } from '../support/program.mjs';
import { makePython } from '../support/python-environment.mjs';

// Pinned, so that what is judged stays the same.
const wheel = 'esp-protocomm==0.1.0';
const script = fileURLToPath(new URL('provision.py', import.meta.url));
const profiles = [
  'readme',
  'idf-3.3',
  'idf-4.2',
  'idf-4.4',
  'idf-5.3',
  'idf-5.5',
  'netprov-1.2',
  'netprov-1.2-idf6.0.2',
];
const home = ['myssid', 'mypassword'];

const cases = [
  {
    name: 'right PoP',
    args: ['abcd1234', ...home],
    prints: 'connected',
    tells: [{ event: 'connected', ip4: '192.168.43.220' }, { event: 'service-ended' }],
  },
  { name: 'no PoP', device: ['--no-pop'], args: ['', ...home], prints: 'connected', tells: [{ event: 'connected' }] },
  {
    name: 'UTF-8 SSID',
    args: ['abcd1234', 'Café ☕', 'espresso!'],
    prints: 'connected',
    tells: [{ event: 'connected' }],
  },
  { name: 'wrong PoP', args: ['abcd1235', ...home], prints: /^no session: /, tells: [] },
  {
    name: 'wrong Wi-Fi password',
    args: ['abcd1234', 'myssid', 'not this one'],
    prints: 'connection failed: incorrect password',
    tells: [{ event: 'provisioning-failed', reason: 'auth-error' }],
  },
  {
    name: 'unknown SSID',
    args: ['abcd1234', 'nowhere', 'not this one'],
    prints: 'connection failed: incorrect SSID',
    // v5.5 gives its application the reason of the failure before, at first a wrong password.
    tells: (profile) => [
      { event: 'provisioning-failed', reason: profile === 'idf-5.5' ? 'auth-error' : 'network-not-found' },
    ],
  },
];

const folder = await mkdtemp(join(tmpdir(), 'esp-prov-interop-'));
const made = await makePython(folder, wheel);
if (made.skipped) {
  await rm(folder, { recursive: true, force: true });
  skip(made.skipped);
}
build();
const outcomes = cases.map(() => profiles.map(() => 'pending'));
try {
  const jobs = cases.flatMap((testCase, row) =>
    profiles.map((profile, column) => async () => {
      outcomes[row][column] = await judge(testCase, profile, made.python);
    }),
  );
  await inParallel(6, jobs);
} finally {
  await rm(folder, { recursive: true, force: true });
}
console.log(
  formatTable(
    wheel,
    cases.map(({ name }) => name),
    profiles,
    (row, column) => outcomes[row][column],
  ),
);
process.exit(outcomes.flat().includes('FAIL') ? 1 : 0);

async function judge({ name, device: options = [], args, prints, tells }, profile, python) {
  const device = await startDevice(['--profile', profile, '--security', '1', ...options]);
  let output = '';
  try {
    const run = await runProgram(python, [script, device.address, ...args]);
    output = run.output + run.errors;
    const text = run.output.trim();
    if (typeof prints === 'string' ? text !== prints : !prints.test(text)) throw new Error(`not printed: ${prints}`);
    await device.tells(typeof tells === 'function' ? tells(profile) : tells);
    await device.switchOff();
    return 'ok';
  } catch (error) {
    console.log(`FAIL ${name}, ${profile}: ${error.message}\n${indent(`${output}\n${device.output}`)}`);
    await device.kill();
    return 'FAIL';
  }
}
