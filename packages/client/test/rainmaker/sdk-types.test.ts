import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const compiler = fileURLToPath(new URL('../../../../node_modules/typescript/bin/tsc', import.meta.url));
const project = fileURLToPath(new URL('sdk-types', import.meta.url));

test('the adapters fit the interfaces of the published @espressif/rainmaker-base-sdk', () => {
  const { stdout } = spawnSync(process.execPath, [compiler, '-p', project, '--pretty', 'false'], { encoding: 'utf8' });
  expect(stdout).toBe('');
});
