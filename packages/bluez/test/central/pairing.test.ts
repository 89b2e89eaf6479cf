import { connectBus, errorReply } from '@esp-prov/dbus';
import { errorTable } from '@esp-prov/protocol';
import { failureOf, manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { canStartBus } from '../../../../test/setup/needs.ts';
import { pairDevice } from '../../src/central/pair-device.ts';
import { Bluetoothd } from '../../src/service/bluetoothd.ts';
import { bluezErrorName, bluezInterfaces } from '../../src/service/bluez-names.ts';
import { adapterObject, deviceObject, devicePath, FakeBluez } from '../support/fake-bluez.ts';
import type { Script } from '../support/fake-bus.ts';
import { peripheralAddress, testRooms } from '../support/room.ts';
import { hello } from '../support/sample-service.ts';

const openRoom = testRooms();

describe.skipIf(!canStartBus)('a device that wants an encrypted link', () => {
  test('is paired with at the first refusal, and what it refused is asked again', async () => {
    const room = await openRoom();
    const { written } = await room.offer({ encrypted: true });
    const { session } = await room.connect();
    await session.write(hello);
    expect(written).toEqual([{ peer: 1, value: hello }]);
    expect(await session.read()).toEqual(hello);
    expect(room.log.filter((line) => line.includes('wants an encrypted link'))).toHaveLength(1);
  });

  test('is not paired with when it does not ask for it', async () => {
    const room = await openRoom();
    await room.offer();
    const { session } = await room.connect();
    await session.write(hello);
    expect(room.log.join('\n')).not.toContain('pairing');
  });

  test.each(['AuthenticationFailed', 'AuthenticationRejected', 'AuthenticationTimeout'])(
    'and then fails to pair (%s) is named with what to do',
    async (error) => {
      const room = await openRoom();
      await room.offer({ encrypted: true });
      const { session } = await room.connect();
      room.bluez.addFault({ at: 'pair', adapter: 'hci0', error, times: 2 });
      const failed = await failureOf(session.write(hello));
      expect(failed.code).toBe('bluetooth/pairing-failed');
      expect(failed.details).toEqual({ address: peripheralAddress, dbusError: `org.bluez.Error.${error}` });
      expect(errorTable[failed.code].remedy).toContain('bluetoothctl remove');
    },
  );

  test('and has forgotten an earlier pairing is named, with how to forget it here', async () => {
    const room = await openRoom();
    await room.offer({ encrypted: true });
    const first = await room.connect();
    await first.session.write(hello);
    await first.connection[Symbol.asyncDispose]();
    await using bus = await connectBus({ address: room.bluez.address });
    const adapter = { destination: 'org.bluez', path: '/org/bluez/hci1', interface: bluezInterfaces.adapter };
    const body = ['/org/bluez/hci1/dev_02_00_00_00_00_00'];
    await bus.call({ ...adapter, member: 'RemoveDevice', signature: 'o', body });
    // Once it may be bad luck.
    const second = await room.connect();
    expect((await failureOf(second.session.write(hello))).code).toBe('link/lost');
    const third = await room.connect();
    const error = await failureOf(third.session.write(hello));
    expect(error.code).toBe('bluetooth/stale-bond');
    expect(error.message).toContain(`bluetoothctl remove ${peripheralAddress}`);
    expect(third.connection.lost.reason).toBe(error);
  });

  test('and falls before its first answer is not suspected when it answers in between', async () => {
    const room = await openRoom();
    await room.offer({ encrypted: true });
    const first = await room.connect();
    await first.session.write(hello);
    await first.connection[Symbol.asyncDispose]();
    for (let round = 0; round < 2; round++) {
      const { connection, session } = await room.connect();
      room.bluez.addFault({ at: 'write', drop: 'before' });
      expect((await failureOf(session.write(hello))).code).toBe('link/lost');
      await connection[Symbol.asyncDispose]();
      const between = await room.connect();
      await between.session.write(hello);
      await between.connection[Symbol.asyncDispose]();
    }
  });

  test('and goes away while pairing is a lost link', async () => {
    const room = await openRoom();
    await room.offer({ encrypted: true });
    const { session } = await room.connect();
    room.bluez.addFault({ at: 'pair', adapter: 'hci0', delayMs: Number.POSITIVE_INFINITY, times: 2 });
    const write = failureOf(session.write(hello)).then(({ code }) => code);
    setTimeout(() => room.bluez.dropLinks(), 50);
    expect(await write).toBe('link/lost');
  });
});

describe('pairing', () => {
  async function pairWith(device: Record<string, unknown>, script: (fake: FakeBluez) => Script) {
    const fake: FakeBluez = new FakeBluez({ ...adapterObject, ...deviceObject }, (call, options) =>
      script(fake)(call, options),
    );
    const bluetoothd = await Bluetoothd.open(fake.bus, manualClock());
    fake.change(devicePath, bluezInterfaces.device, device);
    const log: string[] = [];
    const task = pairDevice(bluetoothd, {
      path: devicePath,
      address: '24:0A:C4:26:1F:CE',
      log: (level, _, text) => void log.push(`${level}: ${text}`),
    });
    return { fake, task, log };
  }
  const agentCalls = ({ member }: { member: string }) => (/Agent/.test(member) ? [] : undefined);

  test('has an agent of its own for as long as it takes, which only lets that device in', async () => {
    const answers: string[] = [];
    const { fake, task } = await pairWith({}, (self) => async (call) => {
      if (call.member !== 'Pair') return agentCalls(call);
      const [agentPath] = self.bus.calls.find(({ member }) => member === 'RegisterAgent')?.body ?? [];
      const ask = async (member: string, signature: string, ...body: unknown[]) => {
        const answer = self.bus.incoming(String(agentPath), bluezInterfaces.agent, member, signature, ...body);
        answers.push(
          await answer.then(
            () => `${member}: accepted`,
            (error) => `${member}: ${error.errorName}`,
          ),
        );
      };
      await ask('RequestAuthorization', 'o', devicePath);
      await ask('RequestAuthorization', 'o', '/org/bluez/hci0/dev_00_00_00_00_00_00');
      await ask('RequestPasskey', 'o', devicePath);
      await ask('RequestConfirmation', 'ou', devicePath, 123_456);
      await ask('Cancel', '');
      return [];
    });
    await task;
    expect(answers).toEqual([
      'RequestAuthorization: accepted',
      'RequestAuthorization: org.bluez.Error.Rejected',
      'RequestPasskey: org.bluez.Error.Rejected',
      'RequestConfirmation: org.bluez.Error.Rejected',
      'Cancel: accepted',
    ]);
    expect(fake.bus.members.slice(1)).toEqual(['RegisterAgent', 'Pair', 'UnregisterAgent']);
    expect(fake.bus.calls[1]?.body?.[1]).toBe('NoInputNoOutput');
    expect(fake.bus.held.handlers).toBe(0);
  });

  test('makes do with the agent that the connection has', async () => {
    const { fake, task } = await pairWith({}, () => ({ member }) => {
      if (member === 'Pair') return [];
      if (member === 'RegisterAgent') throw errorReply(bluezErrorName('AlreadyExists'), 'Already Exists');
      return undefined;
    });
    await task;
    expect(fake.bus.members.slice(1)).toEqual(['RegisterAgent', 'Pair']);
    expect(fake.bus.held.handlers).toBe(0);
  });

  test('is not tried where this machine has a key, which the device then has lost', async () => {
    const { fake, task } = await pairWith({ Paired: true, Bonded: true }, () => agentCalls);
    const error = await failureOf(task);
    expect(error.code).toBe('bluetooth/stale-bond');
    expect(error.message).toContain('bluetoothctl remove 24:0A:C4:26:1F:CE');
    expect(fake.bus.members).not.toContain('Pair');
    // Old daemons know no Bonded.
    const old = await pairWith({ Paired: true, Bonded: undefined }, () => agentCalls);
    expect((await failureOf(old.task)).code).toBe('bluetooth/stale-bond');
  });

  test.each([
    ['AlreadyExists', 'Already Paired', 'bluetooth/stale-bond'],
    ['AuthenticationFailed', 'Authentication Failed', 'bluetooth/pairing-failed'],
    ['Failed', 'Operation already in progress', 'bluetooth/pairing-failed'],
  ])('that is answered with %s is %s', async (name, text, code) => {
    const { fake, task } = await pairWith({}, () => (call) => {
      if (call.member === 'Pair') throw errorReply(bluezErrorName(name), text);
      return agentCalls(call);
    });
    expect((await failureOf(task)).code).toBe(code);
    expect(fake.bus.members.at(-1)).toBe('UnregisterAgent');
  });
});
