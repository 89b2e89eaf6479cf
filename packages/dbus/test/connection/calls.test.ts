import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { canStartBus } from '../../../../test/setup/needs.ts';
import { connectBus, DBusError, errorReply, startPrivateBus } from '../../src/index.ts';
import { errorCode } from '../support/error-code.ts';
import { rawPeer, signalWithoutDescriptor } from '../support/raw-peer.ts';
import { callThing, exportMethods, testBus } from '../support/test-bus.ts';

const never = { in: '', out: '', call: () => new Promise<undefined>(() => undefined) };

describe.skipIf(!canStartBus)('a call', () => {
  const bus = testBus();

  test('fails with the name and text of the error that was answered', async () => {
    const [server, client] = [await bus.connect(), await bus.connect()];
    exportMethods(server, {
      Named: {
        in: '',
        out: '',
        call: () => {
          throw errorReply('org.bluez.Error.NotReady', 'Resource Not Ready');
        },
      },
      Plain: { in: '', out: '', call: async () => Promise.reject(new TypeError('oops\0')) },
      Misnamed: { in: '', out: '', call: () => Promise.reject(errorReply('not a name', 'text')) },
      Misfit: { in: '', out: 's', call: () => [1] },
      Missing: { in: '', out: 's', call: () => undefined },
    });
    const failed = 'reply org.freedesktop.DBus.Error.Failed';
    const answer = (member: string) => client.call(callThing(server, member));
    await expect(answer('Named')).rejects.toMatchObject({
      code: 'reply',
      errorName: 'org.bluez.Error.NotReady',
      message: 'Resource Not Ready',
    });
    await expect(answer('Plain')).rejects.toMatchObject({ message: 'oops' });
    for (const member of ['Plain', 'Misnamed', 'Misfit', 'Missing']) {
      expect(await errorCode(() => answer(member)), member).toBe(failed);
    }
  });

  test('to nobody fails by the name that the bus has for it', async () => {
    const client = await bus.connect();
    const call = { destination: 'org.example.Nobody', path: '/', interface: 'org.example.I', member: 'M' };
    expect(await errorCode(() => client.call(call))).toBe('reply org.freedesktop.DBus.Error.ServiceUnknown');
    expect(await errorCode(() => client.call(callThing(client, 'M')))).toBe(
      'reply org.freedesktop.DBus.Error.UnknownMethod',
    );
  });

  test('that is none is refused before it is sent', async () => {
    const client = await bus.connect();
    const call = callThing(client, 'M');
    for (const wrong of [
      { path: 'x' },
      { interface: 'x' },
      { member: 'a.b' },
      { destination: 'nobody' },
      { signature: 'z' },
    ]) {
      expect(await errorCode(() => client.call({ ...call, ...wrong })), JSON.stringify(wrong)).toBe('invalid');
    }
  });

  test('ends in time, and its late answer harms nobody', async () => {
    const [server, client] = [await bus.connect(), await bus.connect()];
    let asked: (answer: (values: readonly unknown[]) => void) => void = () => undefined;
    const arrived = new Promise<(values: readonly unknown[]) => void>((resolve) => {
      asked = resolve;
    });
    exportMethods(server, {
      Slow: { in: '', out: 's', call: () => new Promise<readonly unknown[]>((answer) => asked(answer)) },
      Quick: { in: '', out: 's', call: () => ['quick'] },
    });
    expect(await errorCode(() => client.call(callThing(server, 'Slow'), { timeoutMs: 30 }))).toBe('timeout');
    const answer = await arrived;
    answer(['late']);
    expect(await client.call(callThing(server, 'Quick'))).toEqual(['quick']);
  });

  test('can be aborted, before and while it waits', async () => {
    const [server, client] = [await bus.connect(), await bus.connect()];
    const reason = new Error('enough');
    const controller = new AbortController();
    let asked = 0;
    const giveUp = () => {
      asked++;
      controller.abort(reason);
      return never.call();
    };
    exportMethods(server, { Never: { ...never, call: giveUp } });
    await expect(client.call(callThing(server, 'Never'), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await expect(client.call(callThing(server, 'Never'), { signal: controller.signal })).rejects.toBe(reason);
    expect(asked).toBe(1);
  });

  test('reaches its method in the order in which it was made, though answers may overtake', async () => {
    const [server, client] = [await bus.connect(), await bus.connect()];
    const arrived: unknown[] = [];
    const release: (() => void)[] = [];
    exportMethods(server, {
      Take: {
        in: 'u',
        out: 'u',
        async call([number]) {
          arrived.push(number);
          if (number === 0) await new Promise<void>((resolve) => release.push(resolve));
          if (number === 19) release[0]?.();
          return [number];
        },
      },
    });
    const answered: unknown[] = [];
    const numbers = Array.from({ length: 20 }, (_, index) => index);
    await Promise.all(
      numbers.map(async (number) => answered.push(...(await client.call(callThing(server, 'Take', 'u', [number]))))),
    );
    expect(arrived).toEqual(numbers);
    expect(answered.slice(0, 18)).toEqual(numbers.slice(1, 19));
    expect(answered).toContain(0);
  });

  test('that waits fails when this side closes, and so does every later one', async () => {
    const [server, client] = [await bus.connect(), await bus.connect()];
    exportMethods(server, { Never: never });
    const waiting = errorCode(() => client.call(callThing(server, 'Never')));
    await client.close();
    await client.close();
    expect(await waiting).toBe('closed');
    expect(await errorCode(() => client.call(callThing(server, 'Never')))).toBe('closed');
    expect(await errorCode(() => client.addMatch({ member: 'X' }, () => undefined))).toBe('closed');
    client.emit({ path: '/', interface: 'org.example.I', member: 'M', signature: '', body: [] });
    expect(client.lost.aborted).toBe(false);
  });

  test('is taken by the first handler that wants it, and by none that is gone', async () => {
    const [server, client] = [await bus.connect(), await bus.connect()];
    const answers = (text: string) => async () => ({ signature: 's', body: [text] });
    server.onCall(() => undefined);
    const stop = server.onCall(answers('first'));
    server.onCall(answers('second'));
    expect(await client.call(callThing(server, 'M'))).toEqual(['first']);
    stop();
    expect(await client.call(callThing(server, 'M'))).toEqual(['second']);
  });

  test('finds a name taken, and free once its owner is gone', async () => {
    const [first, second] = [await bus.connect(), await bus.connect()];
    await first.requestName('org.example.Name');
    await first.requestName('org.example.Name');
    expect(await errorCode(() => second.requestName('org.example.Name'))).toBe('name-taken');
    await first.close();
    await second.requestName('org.example.Name');
  });

  test('still works after a message came that no library can read', async () => {
    const [server, client] = [await bus.connect(), await bus.connect()];
    exportMethods(server, { Ping: { in: '', out: '', call: () => undefined } });
    const peer = await rawPeer(bus.address);
    for (const { name } of [server, client]) peer.write(signalWithoutDescriptor(name));
    const calls = Array.from({ length: 5 }, () => client.call(callThing(server, 'Ping')));
    expect(await Promise.all(calls)).toEqual([[], [], [], [], []]);
    peer.destroy();
  });
});

describe.skipIf(!canStartBus)('a bus that dies', () => {
  test('fails what waits, reports the loss, and lets the process live', async () => {
    const own = await startPrivateBus();
    const [server, client] = [await connectBus({ address: own.address }), await connectBus({ address: own.address })];
    exportMethods(server, { Never: never });
    await client.addMatch({ member: 'Signal' }, () => undefined);
    const waiting = Promise.all([1, 2, 3].map(() => errorCode(() => client.call(callThing(server, 'Never')))));
    await client.call({ destination: server.name, path: '/', interface: 'org.freedesktop.DBus.Peer', member: 'Ping' });
    process.kill(own.pid, 'SIGKILL');
    expect(await waiting).toEqual(['lost', 'lost', 'lost']);
    if (!client.lost.aborted) await once(client.lost, 'abort');
    expect(client.lost.reason).toBeInstanceOf(DBusError);
    expect(client.lost.reason.code).toBe('lost');
    expect(await errorCode(() => client.call(callThing(server, 'Never')))).toBe('lost');
    expect(await errorCode(() => client.requestName('org.example.Name'))).toBe('lost');
    client.emit({ path: '/', interface: 'org.example.I', member: 'M', signature: '', body: [] });
    await client.close();
    await server.close();
    await own.stop();
  });
});
