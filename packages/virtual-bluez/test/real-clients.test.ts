import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { canRun, canStartBus } from '../../../test/setup/needs.ts';
import { testService } from './support/peripheral.ts';
import { endpoint, testRooms } from './support/test-room.ts';

const script = (name: string) => fileURLToPath(new URL(`../../../interop/bluez-clients/${name}`, import.meta.url));
const nobleHome = process.env['NOBLE_HOME'];
const canBleak = canRun("/usr/bin/python3 -c 'import bleak'", 'Install python3-bleak.');
const canBluetoothctl = canRun('command -v bluetoothctl', 'Install bluez.');
if (nobleHome === undefined)
  process.stderr.write('Skipped without NOBLE_HOME: noble. Run interop/bluez-clients/run.\n');

/** A line to type, and what to wait for before the next. */
type Dialogue = readonly (readonly [line: string, answer: string])[];

/** Runs a program on the bus; returns what it printed once it has ended well. */
async function run(address: string, command: string, args: readonly string[], dialogue: Dialogue = []) {
  const env = { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: address };
  const child = spawn(command, args, { env, stdio: 'pipe' });
  let output = '';
  let errors = '';
  child.stdout.on('data', (text) => {
    output += text;
  });
  child.stderr.on('data', (text) => {
    errors += text;
  });
  let done = false;
  const ended = new Promise<number | null>((resolve) =>
    child.once('close', (code) => {
      done = true;
      resolve(code);
    }),
  );
  child.stdin.on('error', () => undefined);
  const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
  for (const [line, answer] of dialogue) {
    const start = output.length;
    child.stdin.write(`${line}\n`);
    while (!output.slice(start).includes(answer) && !done) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  child.stdin.end();
  const code = await ended;
  clearTimeout(timer);
  if (code !== 0) throw new Error(`${command} ended with ${code}\n${output.slice(-3000)}\n${errors}`);
  return output;
}

describe.skipIf(!canStartBus)('a real client of bluetoothd', () => {
  const room = testRooms();
  const args = ['hci0', testService, endpoint.session, endpoint.config];
  const expected = {
    found: 'PROV_261FCC',
    long: true,
    short: 'short',
    connected: true,
    'connected afterwards': false,
  };

  test.skipIf(!canBleak)('bleak does everything that provisioning takes', async () => {
    const { bluez } = await room({ delays: { resolveMs: 20, advertisingMs: 50 } });
    const output = await run(bluez.address, '/usr/bin/python3', [script('bleak-client.py'), ...args]);
    expect(JSON.parse(output)).toEqual({
      ...expected,
      address: '02:00:00:00:00:01',
      names: { [endpoint.session]: 'prov-session', [endpoint.config]: 'prov-config' },
      error: expect.stringContaining('0x80'),
    });
    await expect.poll(() => bluez.links).toBe(0);
  });

  test.skipIf(nobleHome === undefined)('noble does everything that provisioning takes', async () => {
    const { bluez } = await room({ delays: { resolveMs: 20, advertisingMs: 50 } });
    const output = await run(bluez.address, process.execPath, [script('noble-client.mjs'), ...args]);
    const bare = (uuid: string) => uuid.replaceAll('-', '');
    expect(JSON.parse(output)).toEqual({
      ...expected,
      address: '02:00:00:00:00:01',
      names: { [bare(endpoint.session)]: 'prov-session', [bare(endpoint.config)]: 'prov-config' },
      error: expect.stringContaining('0x80'),
    });
    await expect.poll(() => bluez.links).toBe(0);
  });

  test.skipIf(!canBluetoothctl)('bluetoothctl does it by hand', async () => {
    const { bluez, peripheral } = await room({ delays: { resolveMs: 20, advertisingMs: 50 } });
    const device = '02:00:00:00:00:01';
    const attribute = `/org/bluez/hci0/dev_${device.replaceAll(':', '_')}/service000a/char000b`;
    await run(
      bluez.address,
      'bluetoothctl',
      [],
      [
        ['show', 'Powered: yes'],
        ['scan le', `Device ${device} PROV_261FCC`],
        ['scan off', 'Discovery stopped'],
        [`info ${device}`, `UUID: Vendor specific           (${testService})`],
        [`connect ${device}`, 'ServicesResolved: yes'],
        ['menu gatt', 'Menu gatt'],
        [`list-attributes ${device}`, endpoint.config],
        [`select-attribute ${attribute}`, 'char000b'],
        ['write "0x68 0x69"', 'Attempting to write'],
        ['read', '68 69'],
        ['write "0x66 0x61 0x69 0x6c"', 'Failed to write: org.bluez.Error.Failed'],
        ['back', 'Menu main'],
        [`disconnect ${device}`, 'Successful disconnected'],
        ['quit', ''],
      ],
    );
    expect(peripheral.calls).toEqual([
      'WriteValue /app/service/char0',
      'ReadValue@0 /app/service/char0',
      'WriteValue /app/service/char0',
    ]);
  });
});
