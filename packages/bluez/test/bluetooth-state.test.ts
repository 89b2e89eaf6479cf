import { connectBus, ObjectServer, startPrivateBus } from '@esp-prov/dbus';
import { errorTable } from '@esp-prov/protocol';
import { failureOf } from '@esp-prov/testing';
import { startVirtualBluez } from '@esp-prov/virtual-bluez';
import { describe, expect, test } from 'vitest';
import { canStartBus } from '../../../test/setup/needs.ts';
import { bluetoothState, bluezCentral, bluezPeripheral, type ReadRadioSwitches } from '../src/index.ts';
import { linkEvents, sampleService } from './support/sample-service.ts';

const noSwitches: ReadRadioSwitches = async () => [];

/** Returns the code of what is in the way, by all three ways to learn it. */
async function problems(busAddress: string, radioSwitches = noSwitches): Promise<Set<string | undefined>> {
  const options = { busAddress, radioSwitches };
  await using central = bluezCentral(options);
  await using peripheral = bluezPeripheral(options);
  return new Set([
    (await bluetoothState(options)).problem?.code,
    (
      await failureOf(
        (async () => {
          for await (const _ of central.scan({}));
        })(),
      )
    ).code,
    (await failureOf(central.connect('02:00:00:00:00:01'))).code,
    (await failureOf(peripheral.serve(sampleService().local, linkEvents()))).code,
  ]);
}

/** Rules of a bus that lets no process call bluetoothd, as on machines where a group is needed. */
const strictPolicy = `<policy context="default">
  <allow user="*"/>
  <allow own="*"/>
  <allow send_destination="*"/>
  <allow receive_requested_reply="true"/>
  <allow receive_type="signal"/>
  <deny send_destination="org.bluez"/>
</policy>`;

test('without a bus everything says so, and nothing ends the process', async () => {
  expect(await problems('unix:path=/nowhere/at/all')).toEqual(new Set(['bluetooth/no-bus']));
  expect(await problems('no address')).toEqual(new Set(['bluetooth/no-bus']));
});

describe.skipIf(!canStartBus)('a machine', () => {
  test('whose bus has no bluetoothd is told apart', async () => {
    await using bus = await startPrivateBus();
    expect(await problems(bus.address)).toEqual(new Set(['bluetooth/no-service']));
  });

  test('whose bus does not let this user in is told apart', async () => {
    await using bus = await startPrivateBus({ policy: strictPolicy });
    await using daemon = await connectBus({ address: bus.address });
    await using _ = new ObjectServer(daemon);
    await daemon.requestName('org.bluez');
    expect(await problems(bus.address)).toEqual(new Set(['bluetooth/not-permitted']));
  });

  test('whose bluetoothd has no adapter is told apart', async () => {
    await using bluez = await startVirtualBluez({ adapters: 0 });
    expect(await problems(bluez.address)).toEqual(new Set(['bluetooth/no-adapter']));
    const blocked: ReadRadioSwitches = async () => [{ name: 'key', type: 'bluetooth', soft: false, hard: true }];
    expect(await problems(bluez.address, blocked)).toEqual(new Set(['bluetooth/blocked']));
  });

  test('whose adapter is off, or blocked, is told apart', async () => {
    await using bluez = await startVirtualBluez({ adapters: [{ powered: false }] });
    expect(await problems(bluez.address)).toEqual(new Set(['bluetooth/powered-off']));
    const blocked: ReadRadioSwitches = async () => [{ name: 'hci0', type: 'bluetooth', soft: true, hard: false }];
    expect(await problems(bluez.address, blocked)).toEqual(new Set(['bluetooth/blocked']));
    // bluetoothd reports it too, if rfkill cannot be read.
    bluez.setBlocked('hci0', true);
    expect(await problems(bluez.address)).toEqual(new Set(['bluetooth/blocked']));
  });

  test('that can use Bluetooth tells its adapters and the version of bluetoothd', async () => {
    await using bluez = await startVirtualBluez({ adapters: [{ powered: false }, { systemName: 'board' }] });
    const state = await bluetoothState({ busAddress: bluez.address, radioSwitches: noSwitches });
    expect(state.problem).toBeUndefined();
    expect(state.bluetoothdVersion).toMatch(/^5\.\d+$/);
    expect(state.adapters).toMatchObject([
      { id: 'hci0', address: '02:00:00:00:00:00', powered: false, path: '/org/bluez/hci0' },
      { id: 'hci1', address: '02:00:00:00:00:01', powered: true, name: 'board' },
    ]);
    expect(state.adapters[0]?.roles).toContain('peripheral');
  });

  test('is looked at with a view to the adapter that is wanted', async () => {
    await using bluez = await startVirtualBluez({ adapters: [{ powered: false }, {}] });
    const look = async (adapter: string) =>
      (await bluetoothState({ busAddress: bluez.address, radioSwitches: noSwitches, adapter })).problem?.code;
    expect(await look('hci0')).toBe('bluetooth/powered-off');
    expect(await look('02:00:00:00:00:01')).toBeUndefined();
    expect(await look('hci5')).toBe('bluetooth/no-adapter');
  });

  test('is looked at over a connection that is there, which stays open', async () => {
    await using bluez = await startVirtualBluez();
    await using bus = await connectBus({ address: bluez.address });
    expect((await bluetoothState({ bus, radioSwitches: noSwitches })).problem).toBeUndefined();
    expect(bus.matchRules).toEqual([]);
    expect(bus.lost.aborted).toBe(false);
  });
});

test('looking stops when told to', async () => {
  await expect(bluetoothState({ signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
});

test('each of these says what to do', () => {
  for (const code of ['no-bus', 'no-service', 'no-adapter', 'powered-off', 'blocked', 'not-permitted'] as const) {
    expect(errorTable[`bluetooth/${code}`].remedy).toMatch(/\w{3,}/);
  }
});
