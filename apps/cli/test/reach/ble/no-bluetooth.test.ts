import { connectBus, ObjectServer, startPrivateBus } from '@esp-prov/dbus';
import type { ErrorCode } from '@esp-prov/protocol';
import { startVirtualBluez, type VirtualBluez } from '@esp-prov/virtual-bluez';
import { expect, test } from 'vitest';
import { canStartBus } from '../../../../../test/setup/needs.ts';
import { expectFailure, expectJsonFailure } from '../../support/expect-failure.ts';
import { run, testTimeoutMs } from '../../support/program.ts';

if (!canStartBus) process.stderr.write('skipped: what is wrong with Bluetooth, by the command (no dbus-daemon)\n');

/** Rules of a bus that lets nobody call bluetoothd. */
const strictPolicy = `<policy context="default">
  <allow user="*"/>
  <allow own="*"/>
  <allow send_destination="*"/>
  <allow receive_requested_reply="true"/>
  <allow receive_type="signal"/>
  <deny send_destination="org.bluez"/>
</policy>`;

/** A machine, and the bus that it has. */
type Machine = AsyncDisposable & { readonly address: string };

async function withBluez(adapters: number, change: (bluez: VirtualBluez) => void = () => undefined): Promise<Machine> {
  const bluez = await startVirtualBluez({ adapters });
  change(bluez);
  return bluez;
}

async function withoutRights(): Promise<Machine> {
  const bus = await startPrivateBus({ policy: strictPolicy });
  const daemon = await connectBus({ address: bus.address });
  const server = new ObjectServer(daemon);
  await daemon.requestName('org.bluez');
  const close = async () => {
    await server[Symbol.asyncDispose]();
    await daemon.close();
    await bus[Symbol.asyncDispose]();
  };
  return { address: bus.address, [Symbol.asyncDispose]: close };
}

/** All but a machine without a bus, as the other tests have it. */
const machines: readonly (readonly [code: ErrorCode, start: () => Promise<Machine>])[] = [
  ['bluetooth/no-service', () => startPrivateBus()],
  ['bluetooth/no-adapter', () => withBluez(0)],
  ['bluetooth/powered-off', () => withBluez(1, (bluez) => bluez.setPowered('hci0', false))],
  ['bluetooth/blocked', () => withBluez(1, (bluez) => bluez.setBlocked('hci0', true))],
  ['bluetooth/not-permitted', withoutRights],
];

test.skipIf(!canStartBus).each(machines)(
  '%s is told by every command, with its remedy',
  { timeout: testTimeoutMs },
  async (code, start) => {
    await using machine = await start();
    const env = { DBUS_SYSTEM_BUS_ADDRESS: machine.address };
    const named = ['--transport', 'ble', '--service_name', 'PROV_261FCC'];
    for (const args of [
      ['info', ...named],
      ['discover', '--transport', 'ble'],
      ['device', '--transport', 'ble', '--no-qr'],
    ]) {
      expectFailure(await run(args, { env }), 9, code);
    }
    expectJsonFailure(await run(['info', ...named, '--json'], { env }), 9, code);
    const doctor = await run(['doctor'], { env });
    expect(doctor.stdout).toContain(code);
    expect(doctor.code).toBe(9);
  },
);
