import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('The script of the guide to production takes lists as spreadsheets write them, and changes no unit', () => {
  const page = readFileSync(join(root, 'docs/guides/production.md'), 'utf8');
  const [, script = ''] = /^```sh\n(#!\/bin\/sh\n.*?)^```$/ms.exec(page) ?? [];
  const folder = mkdtempSync(join(tmpdir(), 'esp-prov-units-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const command = join(folder, 'esp-prov');
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'apps/cli/bin/esp-prov.js')}' "$@"\n`);
  chmodSync(command, 0o755);
  const make = (list: string) => {
    writeFileSync(join(folder, 'units.csv'), list);
    const env = { ...process.env, PATH: `${folder}:${process.env['PATH']}` };
    const { status, stdout, stderr } = spawnSync('sh', ['-c', script], { cwd: folder, env, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return stdout.trim().split('\n').filter(Boolean);
  };
  const rows = () => readFileSync(join(folder, 'devices.csv'), 'utf8').trimEnd().split('\n').slice(1);

  const codes = make('0001,LAMP_0001\r\n0002,LAMP_0002');
  expect(codes.map((code) => JSON.parse(code.slice(code.indexOf('{'))).name)).toEqual(['LAMP_0001', 'LAMP_0002']);
  const made = rows();
  expect(made.map((row) => row.replace(/,[a-z0-9]{16}$/, ''))).toEqual([
    'LAMP_0001,0001,wifiprov',
    'LAMP_0002,0002,wifiprov',
  ]);
  const partition = readFileSync(join(folder, 'units/0001.nvs'));
  expect(make('0001,LAMP_0001\n0002,LAMP_0002\n0003,LAMP_0003\n')).toHaveLength(1);
  expect(rows().slice(0, 2)).toEqual(made);
  expect(rows()).toHaveLength(3);
  expect(readFileSync(join(folder, 'units/0001.nvs')).equals(partition)).toBe(true);
});
