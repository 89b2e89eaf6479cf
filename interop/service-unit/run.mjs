// What systemd says of the unit of a Linux board: how exposed it is, and whether it is right.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatTable, indent, skip } from '../support/checks.mjs';
import { build, runCommand } from '../support/esp-prov.mjs';
import { runProgram } from '../support/program.mjs';

/** The most that the exposure of the service may be. */
const mostExposed = 3;

const hostile = 'a "b" \\ %h $HOME ; é';
const cases = {
  Bluetooth: [],
  SoftAP: ['--transport', 'softap', '--serve-app'],
  'SoftAP, wpa_supplicant': ['--transport', 'softap', '--wifi', 'wpa-supplicant'],
  wpa_supplicant: ['--wifi', 'wpa-supplicant'],
  'button, hook': ['--button', 'gpiomon --num-events=1 gpiochip0 17', '--hook', `echo '${hostile}'`, '--name', hostile],
  secret: ['--security', '1', '--pop', hostile],
};

const there = await runProgram('systemd-analyze', ['--version']).catch(() => undefined);
if (there?.code !== 0) skip('systemd-analyze is not installed (Debian: the package systemd)');
build();

const results = [];
for (const [name, options] of Object.entries(cases)) results.push({ name, ...(await judge(options)) });

const cells = results.map(({ exposure, isRight }) => [String(exposure), isRight ? 'ok' : 'FAIL']);
console.log(there.output.split('\n')[0]);
console.log(
  formatTable(
    'unit',
    results.map(({ name }) => name),
    ['exposure', 'right'],
    (row, column) => cells[row][column],
  ),
);
for (const { name, isRight, told } of results) if (!isRight) console.log(`\n${name}\n${indent(told)}`);
process.exitCode = results.every(({ isRight }) => isRight) ? 0 : 1;

/** Installs a board into a folder, and hands the unit to systemd. */
async function judge(options) {
  const root = mkdtempSync(join(tmpdir(), 'esp-prov-unit-'));
  try {
    mkdirSync(join(root, 'usr/bin'), { recursive: true });
    writeFileSync(join(root, 'usr/bin/esp-prov'), '#!/bin/sh\n');
    chmodSync(join(root, 'usr/bin/esp-prov'), 0o755);
    const installed = await runCommand(['device', '--linux', '--install', '--apply', '--root', root, ...options]);
    if (installed.code !== 0) return { exposure: '-', isRight: false, told: installed.output };
    const unit = 'etc/systemd/system/esp-prov.service';
    const security = await runProgram('systemd-analyze', ['security', '--offline=true', `${root}/${unit}`]);
    const exposure = Number(/exposure level for \S+: ([\d.]+)/.exec(security.output)?.[1] ?? Number.NaN);
    const verified = await runProgram('systemd-analyze', ['verify', '--man=no', `${root}/${unit}`]);
    // The program is in the folder, and the judge looks for it on this machine.
    const complaints = verified.errors
      .split('\n')
      .filter((line) => line !== '' && !/\/usr\/bin\/esp-prov is not executable/.test(line));
    const isRight = exposure <= mostExposed && complaints.length === 0;
    return { exposure, isRight, told: [security.output, ...complaints].join('\n') };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
