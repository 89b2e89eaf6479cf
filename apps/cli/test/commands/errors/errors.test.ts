import { errorCauses, errorTable } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { explainErrors } from '../../../src/commands/errors/errors.ts';
import { expectFailure, jsonLines } from '../../support/expect-failure.ts';
import { run, testTimeoutMs } from '../../support/program.ts';

describe.concurrent('errors', { timeout: testTimeoutMs }, () => {
  test('explains one with its causes, what to do and its exit code', async () => {
    const { stdout, code } = await run(['errors', 'wifi/auth-error']);
    expect(stdout).toMatch(/^wifi\/auth-error \(exit code 1\)\n/);
    const { meaning, remedy, command } = errorTable['wifi/auth-error'];
    for (const text of [meaning, `${remedy} ${command}\n`, ...errorCauses['wifi/auth-error']]) {
      expect(stdout).toContain(text);
    }
    expect(code).toBe(0);
  });

  test('explains a family, and lists all', async () => {
    const family = (await run(['errors', 'session'])).stdout;
    const all = (await run(['errors'])).stdout.trimEnd().split('\n');
    for (const code of Object.keys(errorTable)) {
      expect(family.includes(`${code} (exit code 6)`)).toBe(code.startsWith('session/'));
      expect(all.filter((line) => line.startsWith(`${code} `))).toHaveLength(1);
    }
  });

  test('tells programs the same', async () => {
    const [value] = jsonLines(await run(['errors', 'link/closed', '--json']));
    const { meaning, remedy } = errorTable['link/closed'];
    const causes = errorCauses['link/closed'];
    expect(value).toEqual({
      result: 'errors',
      errors: [{ code: 'link/closed', meaning, causes, evidence: [], remedy, command: null, exitCode: 4 }],
    });
    const [withCommand] = jsonLines(await run(['errors', 'session/pop-required', '--json']));
    expect(withCommand?.['errors']).toMatchObject([{ command: errorTable['session/pop-required'].command }]);
  });

  test('refuses a name that there is not, and names the families', async () => {
    const ended = await run(['errors', 'wifi/no-such']);
    expectFailure(ended, 2, 'usage/invalid-option');
    expect(ended.stderr).toMatch(/there is no error called wifi\/no-such\. .*wifi, link/i);
  });

  test.each([
    ['auth', 'wifi/auth-error'],
    ['PROOF', 'session/proof-mismatch'],
    ['wifi/auth-eror', 'wifi/auth-error'],
    ['wfi', 'wifi'],
  ])('names what %s may mean: %s', (given, meant) => {
    expect(() => explainErrors(given, {})).toThrow(`there is no error called ${given} (Did you mean ${meant}?)`);
  });

  test.each(['', 'x'.repeat(5000)])('suggests nothing for “%s”', (given) => {
    expect(() => explainErrors(given, {})).toThrow(/families are usage/);
  });

  test('are pointed to where there is more to tell', async () => {
    const told = await run(['info', '--service_name', '127.0.0.1:1']);
    expect(told.stderr).toContain('Likely causes: esp-prov errors link/unreachable\n');
    expect((await run(['info', '--ssid', 'x'])).stderr).not.toContain('esp-prov errors');
  });
});
