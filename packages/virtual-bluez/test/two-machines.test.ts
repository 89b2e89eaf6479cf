import { afterEach, describe, expect, test } from 'vitest';
import { canStartBus } from '../../../test/setup/needs.ts';
import { startVirtualBluez } from '../src/index.ts';
import { devicePath, testCentral } from './support/central.ts';
import { echo, type TestCharacteristic, testPeripheral } from './support/peripheral.ts';
import { registerAgent } from './support/register-agent.ts';
import { endpoint } from './support/test-room.ts';

const delays = { connectMs: 2, resolveMs: 2, advertisingMs: 5, pairMs: 2, connectTimeoutMs: 100 };
const device = devicePath();

describe.skipIf(!canStartBus)('two machines in one room', () => {
  const open: AsyncDisposable[] = [];
  afterEach(async () => {
    for (const each of open.splice(0).reverse()) await each[Symbol.asyncDispose]();
  });

  function keep<T extends AsyncDisposable>(each: T): T {
    open.push(each);
    return each;
  }

  async function room(more: Partial<TestCharacteristic> = {}) {
    const far = keep(await startVirtualBluez({ adapters: [{ address: '02:00:00:00:00:01' }], delays }));
    const near = keep(await startVirtualBluez({ adapters: 1, near: far, delays }));
    const characteristics = [{ ...echo(endpoint.session, 'prov-session'), ...more }];
    const peripheral = keep(await testPeripheral({ address: far.address, adapter: 'hci0', characteristics }));
    await peripheral.register();
    await peripheral.advertise();
    const central = keep(await testCentral(near.address));
    return { near, far, peripheral, central };
  }

  test('each bus has the adapter of its machine, and the other one is a device', async () => {
    const { central, far } = await room();
    await central.find();
    const paths = [...(await central.objects()).keys()];
    expect(paths.filter((path) => /hci\d$/.test(path))).toEqual(['/org/bluez/hci0']);
    expect(paths).toContain(device);
    const other = keep(await testCentral(far.address));
    expect([...(await other.objects()).keys()].filter((path) => /hci\d$/.test(path))).toEqual(['/org/bluez/hci0']);
  });

  test('write, read and notify between them', async () => {
    const { central, peripheral, near, far } = await room({ flags: ['read', 'write', 'notify'] });
    await central.reach();
    const attribute = await central.attribute(endpoint.session);
    await central.write(attribute, 'hello');
    expect(await central.read(attribute)).toEqual(new TextEncoder().encode('hello'));
    await central.call(attribute, 'StartNotify');
    await expect.poll(() => peripheral.calls).toContain('StartNotify /app/service/char0');
    peripheral.notify(0, Uint8Array.of(7));
    await expect.poll(() => central.changes(attribute, 'Value').at(-1)).toEqual(Uint8Array.of(7));
    expect([near.links, far.links]).toEqual([1, 0]);
    await central.call(device, 'Disconnect');
    await central.until(device, 'Connected', false);
    const other = keep(await testCentral(far.address));
    await other.until(devicePath('hci0', '00'), 'Connected', false);
  });

  test('pair, with the agent of the machine that is asked', async () => {
    const { central, peripheral } = await room({ flags: ['encrypt-read', 'encrypt-write'] });
    const { asked } = await registerAgent(peripheral);
    await central.find();
    await central.call(device, 'Pair');
    expect(asked).toEqual([devicePath('hci0', '00')]);
  });

  test('lose each other when one of them ends', async () => {
    const { central, far } = await room();
    await central.reach();
    await far.stopService();
    await central.until(device, 'Connected', false);
    expect(await central.refusal(() => central.call(device, 'Connect'))).toBe('Failed: le-connection-abort-by-local');
  });
});
