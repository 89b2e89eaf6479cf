import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { requireBus } from '../../../support/ble-device.ts';
import { expectFailure } from '../../../support/expect-failure.ts';
import { Program, run, testTimeoutMs } from '../../../support/program.ts';
import { Scratch } from '../../../support/scratch.ts';
import { secrets } from '../../../support/secrets.ts';

const other = ['--mac', '24:0a:c4:26:1f:cd'];

/** A virtual device that is found in the folder `run` of `scratch`. */
async function startDevice(scratch: Scratch, ...args: string[]): Promise<Program> {
  const env = { XDG_RUNTIME_DIR: scratch.folder('run') };
  const program = new Program(['device', '--ble', 'virtual', '--no-qr', '--fast', ...args], { env });
  await program.sees(/Provisioning started with/);
  return program;
}

const near = (scratch: Scratch) => ({ env: { XDG_RUNTIME_DIR: scratch.folder('run') } });
const notes = (scratch: Scratch) => readdirSync(join(scratch.path('run'), 'esp-prov', 'virtual-ble'));

describe.concurrent('virtual Bluetooth by command lines', { timeout: testTimeoutMs }, () => {
  test('a session goes on with a device that was restarted, whose bus is another one', async (context) => {
    requireBus(context);
    using scratch = new Scratch();
    await using one = await startDevice(scratch);
    const args = ['session', '--ble', 'virtual', '--service-name', 'PROV_261FCC', '--pop', secrets.pop];
    await using program = new Program(args, { ...near(scratch), stdin: 'pipe' });
    program.type('custom-data one\n');
    await program.sees(/SUCCESS/);
    expect((await one.end()).code).toBe(0);
    await using two = await startDevice(scratch);
    program.type('custom-data two\n');
    program.endInput();
    expect(await program.ended()).toMatchObject({ code: 0, stdout: 'SUCCESS\nSUCCESS\n' });
    expect((await two.end()).code).toBe(0);
  });

  test('two devices are found by name, and each is provisioned', async (context) => {
    requireBus(context);
    using scratch = new Scratch();
    await using one = await startDevice(scratch);
    await using two = await startDevice(scratch, ...other);
    const found = await run(['discover', '--ble', 'virtual', '--timeout', '6', '--json'], near(scratch));
    const { devices } = JSON.parse(found.stdout.trim().split('\n').at(-1) ?? '');
    expect(devices.map(({ name }: { name: string }) => name).sort()).toEqual(['PROV_261FCC', 'PROV_261FCD']);
    for (const name of ['PROV_261FCD', 'PROV_261FCC']) {
      const args = ['--ble', 'virtual', '--service-name', name, '--pop', secrets.pop];
      const given = [...args, '--ssid', 'myssid', '--passphrase', secrets.password];
      expect((await run(given, near(scratch))).code).toBe(0);
    }
    expect((await one.end()).code).toBe(0);
    expect((await two.end()).code).toBe(0);
    expect(notes(scratch)).toEqual([]);
  });

  test('a device that was killed leaves nothing in the way', async (context) => {
    requireBus(context);
    using scratch = new Scratch();
    const killed = await startDevice(scratch);
    await killed.end('SIGKILL');
    await killed[Symbol.asyncDispose]();
    expect(notes(scratch)).toHaveLength(1);
    await using _next = await startDevice(scratch, ...other);
    expect(notes(scratch)).toHaveLength(1);
    const info = await run(['info', '--ble', 'virtual'], near(scratch));
    expect(info.stderr).toContain('Connecting to PROV_261FCD');
    expect(info.code).toBe(0);
  });

  test('a device that comes while it is looked for is found', async (context) => {
    requireBus(context);
    using scratch = new Scratch();
    await using client = new Program(['info', '--ble', 'virtual', '--service-name', 'PROV_261FCC'], near(scratch));
    await client.sees(/No virtual device offers Bluetooth on this machine now/);
    await using _device = await startDevice(scratch);
    expect((await client.ended()).code).toBe(0);
  });

  test('a second device of the same address or name is warned about', async (context) => {
    requireBus(context);
    using scratch = new Scratch();
    await using _one = await startDevice(scratch);
    await using two = await startDevice(scratch, '--name', 'PROV_SECOND');
    await two.sees(
      /warning: another virtual device on this machine has the address 24:0A:C4:26:1F:CE too, .* --mac gives/,
    );
    await using three = await startDevice(scratch, ...other, '--name', 'PROV_SECOND');
    await three.sees(/warning: another virtual device on this machine is called PROV_SECOND too; --name gives/);
  });

  test('is for nothing but Bluetooth', async () => {
    for (const args of [
      ['info', '--ble', 'virtual', '--transport', 'softap'],
      ['info', '--ble', 'virtual', '--guided'],
      ['info', '--ble', 'virtual', '--ble-adapter', 'hci0'],
      ['discover', '--ble', 'virtual', '--transport', 'console'],
    ]) {
      expectFailure(await run(args), 2, 'usage/invalid-option');
    }
  });
});
