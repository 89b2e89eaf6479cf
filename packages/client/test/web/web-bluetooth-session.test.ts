import { FakeBluetooth } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { connectBle, DeviceSession } from '../../src/index.ts';
// Loaded beforehand: a clock that is moved by hand waits for no file.
import '../../src/web/web-gatt-connection.ts';
import { WebBluetoothCentral } from '../../src/web/index.ts';
import { ChangingDevice, pop } from '../support/changing-device.ts';

async function bench() {
  const device = new ChangingDevice({ tellsChanges: false });
  await device.start('lamp', 'door');
  const { clock } = device;
  const central = new WebBluetoothCentral({ bluetooth: new FakeBluetooth(device.radio.central), clock });
  const { id } = await clock.run(central.choose({ namePrefix: 'PROV_' }));
  let links = 0;
  const open = () => {
    links++;
    return connectBle(central, { id, clock });
  };
  return { device, clock, central, open, links: () => links };
}

describe('a session over Web Bluetooth', () => {
  test('finds endpoints that come and go by discovering the services again', async () => {
    const { device, clock, central, open } = await bench();
    const session = await clock.run(DeviceSession.connect(open, { pop, clock }));
    expect(await device.say(session, 'door', 'a')).toBe('door a');
    await device.change('door', 'lamp');
    expect(await device.say(session, 'bell', 'b').catch(({ code }) => code)).toBe('endpoint/not-found');
    await device.change('bell');
    expect(await device.say(session, 'bell', 'c')).toBe('bell c');
    await central[Symbol.asyncDispose]();
  });

  test.each(['proto-ver', 'the handshake'])(
    'reconnects once when the link is lost at %s, discovers anew and shakes hands anew',
    async (where) => {
      const { device, clock, open, links } = await bench();
      let drops = 1;
      let writes = 0;
      device.radio.air.fault = ({ kind }) => {
        if (kind !== 'write') return undefined;
        writes++;
        if (drops === 0 || (where === 'the handshake' && writes < 2)) return undefined;
        drops--;
        return 'drop-before';
      };
      const session = await clock.run(DeviceSession.connect(open, { pop, clock }));
      expect(links()).toBe(2);
      expect(await device.say(session, 'lamp', 'on')).toBe('lamp no');
      expect(device.heard).toEqual(['lamp on']);
    },
  );

  test('gives up when the link is lost a second time', async () => {
    const { device, clock, open, links } = await bench();
    device.radio.air.fault = ({ kind }) => (kind === 'write' ? 'drop-before' : undefined);
    const error = await clock.run(DeviceSession.connect(open, { pop, clock })).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'link/lost' });
    expect(links()).toBe(2);
  });
});
