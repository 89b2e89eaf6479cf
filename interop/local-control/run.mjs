// Espressif's script for local control, of its example esp_local_ctrl, against our half of that service.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { check, formatTable, indent, skip } from '../support/checks.mjs';
import { build } from '../support/esp-prov.mjs';
import { runProgram } from '../support/program.mjs';

const idf = process.env.ESP_LOCAL_CTRL_IDF;
if (!idf) skip('ESP_LOCAL_CTRL_IDF is not set: a tree of ESP-IDF v5 with examples, components and tools/esp_prov');
const script = join(idf, 'examples/protocols/esp_local_ctrl/scripts/esp_local_ctrl.py');
if (!existsSync(script)) skip('ESP_LOCAL_CTRL_IDF has no examples/protocols/esp_local_ctrl');
const python = process.env.PYTHON ?? 'python3';
const env = { IDF_PATH: idf, PYTHONUNBUFFERED: '1', PYTHONDONTWRITEBYTECODE: '1' };
const help = await runProgram(python, [script, '--help'], { env }).catch(() => ({ code: 1, errors: 'no python' }));
if (help.code !== 0) skip(`the script does not start: ${help.errors.trim().split('\n').at(-1)}`);

build();
const { fromHex, makeVerifier, sec0Device, sec1Device, sec2Device, systemClock } = await import('@esp-prov/protocol');
const { exampleProperties, localControlEndpoint, startLocalService } = await import('@esp-prov/virtual/vendor');
const { HttpDeviceTransport } = await import('@esp-prov/virtual/node');

const salt = fromHex('036ee0c7bcb9eda84c9eac97d93decf4');
const schemes = [
  { title: 'security 0', security: () => sec0Device(), args: ['--sec_ver', '0'], wrong: undefined },
  {
    title: 'security 1',
    security: () => sec1Device({ pop: 'abcd1234' }),
    args: ['--sec_ver', '1', '--pop', 'abcd1234'],
    wrong: ['--sec_ver', '1', '--pop', 'abcd1235'],
  },
  {
    title: 'security 2',
    security: () => sec2Device(makeVerifier('wifiprov', 'abcd1234', salt)),
    args: ['--sec_ver', '2', '--sec2_username', 'wifiprov', '--sec2_pwd', 'abcd1234'],
    wrong: ['--sec_ver', '2', '--sec2_username', 'wifiprov', '--sec2_pwd', 'abcd1235'],
  },
];

const table = /\[ 1\] timestamp \(us\) +TIME\(us\) +Read-Only +\d+/;

const cases = [
  {
    name: 'reads the properties',
    input: 'q\n',
    sees: [
      table,
      /\[ 2\] property1 +INT32 +123456789/,
      /\[ 3\] property2 +BOOLEAN +Read-Only/,
      /\[ 4\] property3 +STRING/,
    ],
  },
  { name: 'checks the version', options: ['--version', 'v1.0'], input: 'q\n', sees: [/Verified protocol version/] },
  {
    name: 'sets two at once',
    input: '2,4\n-7\nhello there\nq\n',
    sees: [/\[ 2\] property1 +INT32 +-7/, /\[ 4\] property3 +STRING +hello there/],
  },
  {
    name: 'is refused a read-only one',
    input: '1\n5\nq\n',
    sees: [/Failed to set values!/],
    logs: /timestamp \(us\) is read-only/,
  },
  { name: 'wrong secret', isWrong: true, input: 'q\n', sees: [/Failed to establish session/] },
];

const failures = [];
const outcomes = [];
for (const testCase of cases) {
  const row = [];
  for (const scheme of schemes) row.push(await judge(testCase, scheme));
  outcomes.push(row);
}
const rows = cases.map(({ name }) => name);
const titles = schemes.map(({ title }) => title);
console.log(formatTable('esp_local_ctrl.py', rows, titles, (row, column) => outcomes[row][column]));
for (const failure of failures) console.log(failure);
process.exit(failures.length === 0 ? 0 : 1);

async function judge({ name, options = [], input, sees, logs, isWrong = false }, { title, security, args, wrong }) {
  if (isWrong && !wrong) return 'n/a';
  const lines = [];
  const log = (level, tag, text) => lines.push(`${level} ${tag}: ${text}`);
  const transport = new HttpDeviceTransport();
  const properties = exampleProperties({ clock: systemClock, log });
  const endpoints = [{ name: 'esp_local_ctrl/control', handler: localControlEndpoint(properties, log) }];
  await startLocalService({ transport, security: security(), endpoints, log });
  const where = ['--transport', 'http', '--name', transport.address];
  const run = await runProgram(python, [script, ...where, ...(isWrong ? wrong : args), ...options], { env, input });
  await transport[Symbol.asyncDispose]();
  try {
    const printed = run.output + run.errors;
    for (const each of sees) check(each.test(printed), `it does not print ${each}`);
    if (logs) check(logs.test(lines.join('\n')), `the device does not log ${logs}`);
    return 'ok';
  } catch (error) {
    const transcript = `${run.output}${run.errors}\n${lines.join('\n')}`;
    failures.push(`${name}, ${title}: ${error.message}\n${indent(transcript)}`);
    return 'FAIL';
  }
}
