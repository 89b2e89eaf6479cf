import { isProvisioningError } from '@esp-prov/protocol';
import { failureOf, manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { Bluetoothd } from '../../src/service/bluetoothd.ts';
import { bluezInterfaces } from '../../src/service/bluez-names.ts';
import { adapterObject, adapterPath, deviceObject, devicePath, FakeBluez } from '../support/fake-bluez.ts';

const { adapter, device } = bluezInterfaces;

async function open(fake: FakeBluez, clock = manualClock()): Promise<Bluetoothd> {
  return await Bluetoothd.open(fake.bus, clock);
}

describe('bluetoothd as this program sees it', () => {
  test('has its objects from the start and follows them', async () => {
    const fake = new FakeBluez({ ...adapterObject, ...deviceObject });
    const bluetoothd = await open(fake);
    expect(bluetoothd.get(adapterPath, adapter)?.['Powered']).toBe(true);
    fake.change(adapterPath, adapter, { Powered: false });
    expect(bluetoothd.get(adapterPath, adapter)?.['Powered']).toBe(false);
    fake.remove(devicePath);
    expect([...bluetoothd.having(device)]).toEqual([]);
  });

  test('is up to date also with what changed while it was being read', async () => {
    const fake: FakeBluez = new FakeBluez(adapterObject);
    const opening = open(fake);
    while (!fake.bus.members.includes('GetManagedObjects')) await Promise.resolve();
    // The answer is on its way.
    fake.change(adapterPath, adapter, { Powered: false });
    expect((await opening).get(adapterPath, adapter)?.['Powered']).toBe(false);
  });

  test('waits for a property, and stops waiting when told to', async () => {
    const fake = new FakeBluez({ ...adapterObject, ...deviceObject });
    const bluetoothd = await open(fake);
    const connected = () => bluetoothd.get(devicePath, device)?.['Connected'] === true || undefined;
    const waiting = bluetoothd.when(connected);
    fake.change(devicePath, device, { Name: 'other' });
    fake.change(devicePath, device, { Connected: true });
    expect(await waiting).toBe(true);
    const stop = new AbortController();
    const stopped = bluetoothd.when(() => undefined, { signal: stop.signal });
    stop.abort(new Error('enough'));
    await expect(stopped).rejects.toThrow('enough');
    const failing = bluetoothd.when(() => {
      if (bluetoothd.get(devicePath, device)?.['Name'] === 'third') throw new Error('not that');
      return undefined;
    });
    fake.change(devicePath, device, { Name: 'third' });
    await expect(failing).rejects.toThrow('not that');
  });

  test('does not wait for answers longer than its clock says', async () => {
    const clock = manualClock();
    const fake = new FakeBluez(adapterObject, () => new Promise(() => undefined));
    const bluetoothd = await open(fake, clock);
    const call = bluetoothd.call({ path: adapterPath, interface: adapter, member: 'StartDiscovery', timeoutMs: 3000 });
    expect((await failureOf(clock.run(call))).code).toBe('bluetooth/refused');
    expect(clock.now()).toBe(3000);
  });
});

describe('the end of bluetoothd', () => {
  test('is named, ends what waits, and leaves no listener', async () => {
    const fake = new FakeBluez(adapterObject);
    const bluetoothd = await open(fake);
    const waiting = failureOf(bluetoothd.when(() => undefined)).then(({ code }) => code);
    fake.ownerChanged(':1.2', '');
    expect(await waiting).toBe('bluetooth/no-service');
    expect(isProvisioningError(bluetoothd.gone.reason, 'bluetooth/no-service')).toBe(true);
    expect(fake.bus.held).toEqual({ rules: 0, handlers: 0 });
  });

  test('is also that of the bus', async () => {
    const fake = new FakeBluez(adapterObject);
    const bluetoothd = await open(fake);
    const waiting = failureOf(bluetoothd.when(() => undefined)).then(({ code }) => code);
    fake.bus.lose();
    expect(await waiting).toBe('bluetooth/no-bus');
    expect((await failureOf(open(fake))).code).toBe('bluetooth/no-bus');
  });

  test('is not its start', async () => {
    const fake = new FakeBluez(adapterObject);
    const bluetoothd = await open(fake);
    fake.ownerChanged('', ':1.2');
    expect(bluetoothd.gone.aborted).toBe(false);
  });

  test('can come before the first answer', async () => {
    const fake: FakeBluez = new FakeBluez(adapterObject);
    const opening = failureOf(open(fake)).then(({ code }) => code);
    while (!fake.bus.members.includes('GetManagedObjects')) await Promise.resolve();
    fake.ownerChanged(':1.2', '');
    expect(await opening).toBe('bluetooth/no-service');
  });

  test('is not confused with closing', async () => {
    const fake = new FakeBluez(adapterObject);
    const bluetoothd = await open(fake);
    await bluetoothd.close();
    expect(bluetoothd.gone.aborted).toBe(false);
    expect(fake.bus.held).toEqual({ rules: 0, handlers: 0 });
  });
});
