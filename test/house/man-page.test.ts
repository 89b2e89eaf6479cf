import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const file = fileURLToPath(new URL('../../apps/cli/man/esp-prov.1', import.meta.url));

test('the man page is set without a warning, every line of it within 80 columns', ({ skip }) => {
  const { status, error, stdout, stderr } = spawnSync('groff', ['-man', '-Tutf8', '-ww', '-P-cbou', file], {
    encoding: 'utf8',
  });
  if (error) {
    process.stderr.write('skipped: the man page is not set (no groff)\n');
    return skip('no groff');
  }
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  for (const heading of ['NAME', 'SYNOPSIS', 'COMMANDS', 'ENVIRONMENT', 'EXIT STATUS']) {
    expect(stdout).toMatch(new RegExp(`^${heading}$`, 'm'));
  }
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

test('the man page tells every exit code and every variable of the environment', () => {
  const text = readFileSync(file, 'utf8').replaceAll('\\', '');
  const codes = [...text.slice(text.indexOf('.SH EXIT STATUS')).matchAll(/^\.B (\d+)$/gm)].map(([, code]) =>
    Number(code),
  );
  expect(codes).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 70, 130]);
  for (const name of ['ESP_PROV_PASSPHRASE', 'ESP_PROV_POP', 'ESP_PROV_SEC2_PWD', 'ESP_PROV_DEBUG', 'NO_COLOR']) {
    expect(text).toContain(`.B ${name}\n`);
  }
});
