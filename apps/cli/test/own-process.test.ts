import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { credentials, startDevice } from './support/device.ts';
import { Program, run, testTimeoutMs } from './support/program.ts';
import { Scratch } from './support/scratch.ts';
import { secrets } from './support/secrets.ts';

/** What a run prints in a process of its own. */
async function alone(args: readonly string[]) {
  await using program = new Program(args, { mayPrintSecrets: true });
  return await program.ended();
}

/** What it prints in a process that another command has run in before, and that was left with an exit code. */
async function afterOthers(args: readonly string[]) {
  await run(['flash', 'read', '/nonexistent/image.bin', '/nonexistent/out']);
  return await run(args, { mayPrintSecrets: true });
}

// Most tests start the command in a process that runs many commands. These hold that it makes no difference.
describe.concurrent('the command in a process of its own ends as in one that has run others', {
  timeout: testTimeoutMs,
}, () => {
  const image = (scratch: Scratch) => scratch.path('dev.bin');

  test.each([
    { name: 'version', args: ['--version'], code: 0 },
    { name: 'help', args: ['provision', '--help'], code: 0 },
    { name: 'nothing that it knows', args: ['provision', '--no-such-option'], code: 2 },
    { name: 'discover', args: ['discover', '--timeout', '1', '--json'] },
    { name: 'doctor', args: ['doctor', '--json'] },
    { name: 'errors', args: ['errors', 'wifi/auth-error'], code: 0 },
    { name: 'completion', args: ['completion', 'bash'], code: 0 },
    { name: 'qr', args: ['qr', '--name', 'PROV_1', '--pop', secrets.pop], code: 0 },
    { name: 'web', args: ['web', '--no-open', '--app', '/nonexistent/site'], code: 9 },
    { name: 'device', args: ['device', '--transport', 'softap', '--air', '/nonexistent/air.json'], code: 9 },
  ])('$name', async ({ args, code }: { readonly args: readonly string[]; readonly code?: number }) => {
    const ended = await alone(args);
    if (code !== undefined) expect(ended.code).toBe(code);
    expect(`${ended.stdout}${ended.stderr}`).not.toBe('');
    expect(await afterOthers(args)).toEqual(ended);
  });

  test.each([
    { name: 'info', args: ['info'] },
    { name: 'scan', args: ['scan', '--json'] },
    { name: 'send', args: ['send', 'custom-data', 'hello'] },
  ])('$name', async ({ args }) => {
    await using device = await startDevice();
    const whole = [...args, '--service_name', device.address, '--pop', secrets.pop];
    const ended = await alone(whole);
    expect(ended.code).toBe(0);
    expect(ended.stdout).not.toBe('');
    expect(await afterOthers(whole)).toEqual(ended);
  });

  test('session', async () => {
    using scratch = new Scratch();
    await using device = await startDevice();
    writeFileSync(scratch.path('lines.txt'), 'custom-data hello\nno-such x\n');
    const args = ['session', '--file', scratch.path('lines.txt'), '--pop', secrets.pop];
    const whole = [...args, '--service-name', device.address];
    const ended = await alone(whole);
    expect(ended).toMatchObject({ code: 5, stdout: 'SUCCESS\n' });
    expect(await afterOthers(whole)).toEqual(ended);
  });

  test.each(['provision', 'reset', 'reprov'])('%s', async (name) => {
    const of = async (start: typeof alone) => {
      await using device = await startDevice();
      const to = ['--service_name', device.address, '--pop', secrets.pop];
      const ended = await start(name === 'provision' ? credentials(device.address) : [name, ...to]);
      return { ...ended, stderr: ended.stderr.replaceAll(device.address, 'ADDRESS').replace(/\d+\.\d s/g, 'TIME') };
    };
    const ended = await of(alone);
    expect(ended.code).toBe(name === 'provision' ? 0 : 8);
    expect(await of(afterOthers)).toEqual(ended);
  });

  test('flash', async () => {
    using scratch = new Scratch();
    for (const args of [
      ['create', image(scratch), '--force'],
      ['table', image(scratch)],
      ['nvs', 'list', image(scratch)],
      ['nvs', 'check', image(scratch)],
      ['nvs', 'purge', image(scratch)],
      ['erase-partition', image(scratch), 'nvs'],
    ]) {
      const ended = await alone(['flash', ...args]);
      expect(ended.code).toBe(0);
      expect(await afterOthers(['flash', ...args])).toEqual(ended);
    }
  });

  test('credentials', async () => {
    const args = ['credentials', '--username', 'u', '--password', secrets.pop, '--salt', 'a1'.repeat(16), '--json'];
    const ended = await alone(args);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(await afterOthers(args)).toEqual(ended);
    const { salt, verifier } = JSON.parse(ended.stdout) as Record<string, string>;
    const pair = ['--salt', `${salt}`, '--verifier', `${verifier}`, '--username', 'u', '--password', secrets.pop];
    const checked = await alone(['credentials', 'check', ...pair]);
    expect(checked).toMatchObject({ code: 0, stderr: '' });
    expect(await afterOthers(['credentials', 'check', ...pair])).toEqual(checked);
  });
});
