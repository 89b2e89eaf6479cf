import { bleCentralConformance, failureOf, manualClock, memoryRadio } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { connectBle, DeviceSession } from '../../src/index.ts';
import { nobleCentral } from '../../src/noble/index.ts';
import { fromNobleUuid } from '../../src/noble/noble-uuid.ts';
import { ChangingDevice, pop } from '../support/changing-device.ts';
import { FakeNoble, hostInProcess } from '../support/fake-noble.ts';
import { scriptedWires } from '../support/scripted-wires.ts';

function bench() {
  const radio = memoryRadio();
  const noble = new FakeNoble(radio.central);
  const wires = hostInProcess(noble);
  const central = nobleCentral({ wires: () => wires, adapterTimeoutMs: 300 });
  return { radio, noble, wires, central };
}

/** A connection over wires in the hand of the test, with a write under way. */
async function writing() {
  const clock = manualClock();
  const wires = scriptedWires();
  const central = nobleCentral({ wires: () => wires, clock });
  const link = await central.connect('00:00:00:00:00:01');
  const write = link.services[0]?.characteristics[0]?.write(Uint8Array.of(1));
  return { clock, wires, link, write };
}

describe('a central over noble', () => {
  const cases = bleCentralConformance(async () => {
    const { radio, central } = bench();
    return { central, peripheral: radio.peripheral, absentId: '00:00:00:00:00:01', close: async () => undefined };
  });
  test.each(cases)('$name', ({ run }) => run());

  test('finds endpoints that come and go by discovering the services again, in the same session', async () => {
    const device = new ChangingDevice({ tellsChanges: false });
    await device.start('lamp', 'door');
    const wires = hostInProcess(new FakeNoble(device.radio.central));
    const { clock } = device;
    const central = nobleCentral({ wires: () => wires, clock });
    const open = () => connectBle(central, { name: 'PROV_1', clock });
    const session = await clock.run(DeviceSession.connect(open, { pop, clock }));
    expect(await device.say(session, 'door', 'a')).toBe('door a');
    await device.change('door', 'lamp');
    // What was the characteristic of the door is that of the lamp: the device tells by an attribute that it refuses.
    expect(await device.say(session, 'lamp', 'b')).toBe('lamp b');
    await device.change('bell');
    expect((await failureOf(device.say(session, 'lamp', 'c'))).code).toBe('endpoint/not-found');
    expect(await device.say(session, 'bell', 'd')).toBe('bell d');
    expect(device.heard).toEqual(['door a', 'lamp b', 'bell d']);
    expect(device.keys.length).toBeLessThanOrEqual(2);
    await central[Symbol.asyncDispose]();
  });

  test.each([
    ['poweredOff', 'bluetooth/powered-off'],
    ['unauthorized', 'bluetooth/not-permitted'],
    ['unsupported', 'bluetooth/no-adapter'],
    ['unknown', 'bluetooth/no-adapter'],
  ])('names an adapter in the state %s', async (state, code) => {
    const { noble, central } = bench();
    noble.state = state;
    await expect(central.scan({})[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code });
  });

  test('waits for an adapter that is not ready yet', async () => {
    const { radio, noble, central } = bench();
    await radio.peripheral.serve(
      { uuid: '021a9004-0382-4aea-bff4-6b3f1c5adfb4', characteristics: [] },
      { connected: () => undefined, disconnected: () => undefined },
    );
    await radio.peripheral.advertise({ name: 'PROV_1', service: '021a9004-0382-4aea-bff4-6b3f1c5adfb4' });
    noble.state = 'resetting';
    const scan = central.scan({})[Symbol.asyncIterator]();
    const first = scan.next();
    noble.turn('poweredOn');
    expect((await first).value).toMatchObject({ name: 'PROV_1' });
    await scan.return?.();
  });

  test('ends a scan with the reason when the adapter is switched off', async () => {
    const { noble, central } = bench();
    const next = central.scan({})[Symbol.asyncIterator]().next();
    setTimeout(() => noble.turn('poweredOff'), 20);
    await expect(next).rejects.toMatchObject({ code: 'bluetooth/powered-off' });
  });

  test('turns the end of the process that holds noble into an error, then and later', async () => {
    const { wires, central } = bench();
    const next = central.scan({})[Symbol.asyncIterator]().next();
    setTimeout(() => wires.end('signal SIGSEGV'), 20);
    await expect(next).rejects.toMatchObject({
      code: 'bluetooth/refused',
      message: expect.stringContaining('SIGSEGV'),
    });
    await expect(central.connect('00:00:00:00:00:01')).rejects.toMatchObject({ code: 'bluetooth/refused' });
  });

  // As with the real noble over bluetoothd, which answers what is under way before it reports the loss.
  test.each([0x0e, undefined])('takes a refusal %s right before the loss for the loss', async (attError) => {
    const { wires, link, write } = await writing();
    wires.refuse(attError);
    wires.disconnect();
    await expect(write).rejects.toMatchObject({ code: 'link/lost' });
    expect(link.lost.aborted).toBe(true);
  });

  test('takes the same refusal for one when the link stays, and others at once', async () => {
    const { wires, clock, write } = await writing();
    wires.refuse(0x0e);
    const refused = expect(write).rejects.toMatchObject({ code: 'gatt/refused', details: { attError: 0x0e } });
    await clock.advance(1000);
    await refused;
    const other = await writing();
    other.wires.refuse(0x85);
    await expect(other.write).rejects.toMatchObject({ code: 'gatt/refused', details: { attError: 0x85 } });
  });

  test('says which package is missing when noble is not installed', async () => {
    // The compiled one: the process of its own cannot be started from sources.
    const { nobleCentral: compiled } = (await import('../../dist/noble/index.js')) as {
      nobleCentral: typeof nobleCentral;
    };
    await using central = compiled();
    const error = await central
      .scan({})
      [Symbol.asyncIterator]()
      .next()
      .then(
        () => undefined,
        (reason: unknown) => reason,
      );
    expect(error).toMatchObject({
      code: 'host/package-missing',
      message: expect.stringContaining('@stoprocent/noble'),
    });
  });
});

test.each([
  ['2901', '00002901-0000-1000-8000-00805f9b34fb'],
  ['0000ff51', '0000ff51-0000-1000-8000-00805f9b34fb'],
  ['021A900403824AEABFF46B3F1C5ADFB4', '021a9004-0382-4aea-bff4-6b3f1c5adfb4'],
])('reads the UUID %s', (text, uuid) => {
  expect(fromNobleUuid(text)).toBe(uuid);
});
