import { type ConnectedBus, connectBus, ObjectServer } from '@esp-prov/dbus';
import { describe, expect, test } from 'vitest';
import { canStartBus } from '../../../../test/setup/needs.ts';
import { characteristic, firstSeen, peripheralAddress, type Room, sampleName, testRooms } from '../support/room.ts';
import { hello, linkEvents, sampleService, serviceUuid } from '../support/sample-service.ts';

const openRoom = testRooms();

/** The agent of a desktop, which would ask its user about whoever wants to pair. */
async function desktop(bus: ConnectedBus, onQuestion: () => void): Promise<void> {
  const server = new ObjectServer(bus, { root: '/desktop' });
  const RequestAuthorization = { in: 'o', out: '', call: onQuestion };
  server.add('/desktop', { 'org.bluez.Agent1': { methods: { RequestAuthorization } } });
  const manager = { destination: 'org.bluez', path: '/org/bluez', interface: 'org.bluez.AgentManager1' };
  const body = ['/desktop', 'KeyboardDisplay'];
  await bus.call({ ...manager, member: 'RegisterAgent', signature: 'os', body });
  await bus.call({ ...manager, member: 'RequestDefaultAgent', signature: 'o', body: ['/desktop'] });
}

/** Has the central pair; returns whether the peripheral's side agreed. */
async function pairs({ centralBus }: Room): Promise<boolean> {
  const path = `/org/bluez/hci0/dev_${peripheralAddress.replaceAll(':', '_')}`;
  const call = { destination: 'org.bluez', path, interface: 'org.bluez.Device1', member: 'Pair' };
  return await centralBus.call(call).then(
    () => true,
    () => false,
  );
}

describe.skipIf(!canStartBus)('a central that wants to pair', () => {
  test.each([
    [false, true, 1],
    [true, false, 0],
  ])(
    'where that is refused: %s, pairs: %s, and the user of the machine is asked %i times',
    async (refusesPairing, paired, asked) => {
      const room = await openRoom();
      await using bus = await connectBus({ address: room.bluez.address });
      let questions = 0;
      await desktop(bus, () => {
        questions += 1;
      });
      const peripheral = room.anotherPeripheral({ adapter: 'hci1', refusesPairing });
      const { local, written } = sampleService();
      await peripheral.serve(local, linkEvents());
      await peripheral.advertise({ name: sampleName, service: serviceUuid });
      const { id } = await firstSeen(room.central);
      const connection = await room.central.connect(id);
      expect(await pairs(room)).toBe(paired);
      expect(questions).toBe(asked);
      // Whoever does not pair is served all the same.
      await characteristic(connection, 0xff51).write(hello);
      expect(written).toHaveLength(1);
    },
  );
});
