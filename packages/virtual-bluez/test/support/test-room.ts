import { type PrivateBus, startPrivateBus } from '@esp-prov/dbus';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { startVirtualBluez, type VirtualBluez, type VirtualBluezOptions } from '../../src/index.ts';
import { type TestCentral, testCentral } from './central.ts';
import { echo, type TestPeripheral, type TestPeripheralOptions, testPeripheral } from './peripheral.ts';

/** A virtual BlueZ with a program on each side. */
export interface TestRoom {
  readonly bluez: VirtualBluez;
  readonly central: TestCentral;
  readonly peripheral: TestPeripheral;
}

/** Default UUIDs of the characteristics of the peripheral. */
export const endpoint = {
  session: '021aff51-0382-4aea-bff4-6b3f1c5adfb4',
  config: '021aff52-0382-4aea-bff4-6b3f1c5adfb4',
};

/** Returns a function that opens rooms for the tests of a file; they are cleared up after each test. */
export function testRooms(): (
  options?: VirtualBluezOptions,
  peripheral?: Omit<TestPeripheralOptions, 'address'>,
) => Promise<TestRoom> {
  const open: AsyncDisposable[] = [];
  let bus: PrivateBus;
  beforeAll(async () => {
    bus = await startPrivateBus();
  });
  afterAll(() => bus.stop());
  afterEach(async () => {
    for (const each of open.splice(0).reverse()) await each[Symbol.asyncDispose]();
  });
  return async (options = {}, peripheralOptions = {}) => {
    const delays = {
      connectMs: 2,
      resolveMs: 2,
      advertisingMs: 5,
      pairMs: 2,
      connectTimeoutMs: 100,
      ...options.delays,
    };
    const bluez = await startVirtualBluez({ bus: bus.address, ...options, delays });
    open.push(bluez);
    const { address } = bluez;
    const characteristics = [echo(endpoint.session, 'prov-session'), echo(endpoint.config, 'prov-config')];
    const peripheral = await testPeripheral({ address, characteristics, ...peripheralOptions });
    open.push(peripheral);
    await peripheral.register();
    await peripheral.advertise();
    const central = await testCentral(address);
    open.push(central);
    return { bluez, central, peripheral };
  };
}
