import { ProvisioningError, utf8 } from '@esp-prov/protocol';
import { failureOf, manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { bleTransport } from '../../src/index.ts';
import { ChangingDevice } from '../support/changing-device.ts';
import { FakeGatt } from '../support/fake-gatt.ts';

async function started(rules: ConstructorParameters<typeof ChangingDevice>[0], ...names: string[]) {
  const device = new ChangingDevice(rules);
  await device.start(...names);
  const session = await device.connect();
  return { device, session, say: (endpoint: string, text: string) => device.say(session, endpoint, text) };
}

describe('while a session goes on', () => {
  test('endpoints that come can be reached, in the same session', async () => {
    const { device, session, say } = await started({}, 'lamp');
    expect(await say('lamp', 'on')).toBe('lamp no');
    await device.change('lamp', 'door');
    expect(await say('door', 'open')).toBe('door nepo');
    expect(await say('lamp', 'off')).toBe('lamp ffo');
    expect([...(session.endpoints ?? [])].sort()).toEqual(['door', 'lamp', 'prov-session', 'proto-ver'].sort());
    expect([device.links, device.keys.length]).toEqual([1, 1]);
  });

  test('one that went is not found, at once, and the session goes on', async () => {
    const { device, say } = await started({}, 'lamp', 'door');
    await device.change('lamp');
    const begin = device.clock.now();
    expect(await failureOf(say('door', 'open'))).toMatchObject({
      code: 'endpoint/not-found',
      details: { endpoint: 'door', sent: false },
    });
    expect(device.clock.now()).toBe(begin);
    expect(await say('lamp', 'on')).toBe('lamp no');
    expect(device.heard).toEqual(['lamp on']);
    expect([device.links, device.keys.length]).toEqual([1, 1]);
  });

  test('endpoints that change places are told apart by their names', async () => {
    const { device, say } = await started({}, 'lamp', 'door');
    await device.change('door', 'lamp');
    expect(await say('door', 'a')).toBe('door a');
    expect(await say('lamp', 'b')).toBe('lamp b');
    expect(device.heard).toEqual(['door a', 'lamp b']);
  });

  test('a change that the device does not tell is found when it refuses an attribute', async () => {
    const { device, say } = await started({ tellsChanges: false }, 'lamp', 'door');
    await device.change('lamp');
    expect((await failureOf(say('door', 'x'))).code).toBe('endpoint/not-found');
    await device.change('door', 'lamp');
    expect(await say('lamp', 'on')).toBe('lamp no');
    expect(await say('door', 'y')).toBe('door y');
    expect(device.heard).toEqual(['lamp on', 'door y']);
  });

  test('a refresh lists the endpoints anew', async () => {
    const { device, session } = await started({}, 'lamp');
    await device.change('door');
    await device.clock.run(session.refresh());
    expect(session.endpoints?.has('door')).toBe(true);
    expect(session.endpoints?.has('lamp')).toBe(false);
  });
});

test('after a reconnection the names are those of the new link, also where nothing was told', async () => {
  const { device, say } = await started({ tellsChanges: false }, 'lamp', 'door');
  expect(await say('lamp', 'a')).toBe('lamp a');
  device.radio.drop();
  await device.change('door', 'lamp');
  expect(await say('lamp', 'b')).toBe('lamp b');
  expect(await say('door', 'c')).toBe('door c');
  expect(device.heard).toEqual(['lamp a', 'lamp b', 'door c']);
  expect(device.links).toBe(2);
});

const [service, first, second] = [1, 2, 3].map((n) => `0000000${n}-0000-1000-8000-00805f9b34fb`) as [
  string,
  string,
  string,
];
const invalid = (details = {}) =>
  new ProvisioningError('gatt/refused', undefined, { details: { attError: 1, ...details } });

test('a link that takes its services with it is lost, and the next request certainly did not go out', async () => {
  const gatt = new FakeGatt({ [service]: { [first]: 'prov-session', [second]: 'lamp' } });
  const clock = manualClock();
  const transport = await bleTransport(gatt, { service, clock });
  // As bluetoothd removes all objects at the end of a link.
  Object.assign(gatt, { services: [] });
  const failure = failureOf(transport.exchange('lamp', utf8('on')));
  await clock.advance(50);
  gatt.lose();
  expect(await failure).toMatchObject({ code: 'link/lost', details: { sent: false } });
});

describe('an attribute that the device does not know any more', () => {
  /** A connection that has other services once they are discovered again. */
  async function changing(after: FakeGatt | undefined) {
    const gatt = new FakeGatt({ [service]: { [first]: 'prov-session', [second]: 'lamp' } });
    const rediscover = async () => {
      if (after) Object.assign(gatt, { services: after.services });
    };
    const transport = await bleTransport(Object.assign(gatt, { rediscover }), { service });
    return { gatt, transport };
  }

  test('is written to where it is now, as nothing has received the request', async () => {
    const after = new FakeGatt({ [service]: { [first]: 'lamp', [second]: 'prov-session' } });
    const { gatt, transport } = await changing(after);
    gatt.next.push(async () => {
      throw invalid();
    });
    expect(await transport.exchange('lamp', utf8('on'))).toEqual(utf8('on'));
    expect(after.seen).toEqual([`describe ${first}`, `describe ${second}`, `write ${first}`, `read ${first}`]);
    expect([...(transport.endpoints ?? [])]).toEqual(['lamp', 'prov-session']);
  });

  test('is not looked for a second time', async () => {
    const after = new FakeGatt({ [service]: { [first]: 'lamp', [second]: 'prov-session' } });
    const { gatt, transport } = await changing(after);
    const refuse = async () => {
      throw invalid();
    };
    gatt.next.push(refuse);
    after.next.push(
      async () => utf8('lamp'),
      async () => utf8('prov-session'),
      refuse,
    );
    expect((await failureOf(transport.exchange('lamp', utf8('on')))).code).toBe('endpoint/refused');
  });

  test('and is nowhere else has refused', async () => {
    const { gatt, transport } = await changing(undefined);
    gatt.next.push(async () => {
      throw invalid();
    });
    expect(await failureOf(transport.exchange('lamp', utf8('on')))).toMatchObject({
      code: 'endpoint/refused',
      details: { attError: 1 },
    });
  });

  test.each([
    ['before the answer is read', [undefined, invalid()]],
    ['while the request is on its way', [invalid({ pending: true })]],
  ])('%s leaves the outcome unknown', async (_, failures) => {
    const { gatt, transport } = await changing(new FakeGatt({ [service]: { [first]: 'prov-session' } }));
    for (const failure of failures) {
      gatt.next.push(async () => {
        if (failure) throw failure;
        return undefined;
      });
    }
    expect((await failureOf(transport.exchange('lamp', utf8('on')))).code).toBe('endpoint/outcome-unknown');
    expect((await failureOf(transport.exchange('lamp', utf8('on')))).code).toBe('endpoint/not-found');
  });
});

test('a device that changes its services faster than they can be read costs a limited time', async () => {
  const clock = manualClock();
  const gatt = new FakeGatt({ [service]: { [first]: 'prov-session', [second]: 'lamp' } });
  const transport = await bleTransport(gatt, { clock, timeoutMs: 1000 });
  const { services } = gatt;
  let changes = 0;
  // It would stop in the end, so that a client that waits for ever fails here instead of hanging.
  Object.defineProperty(gatt, 'services', { get: () => (changes++ < 400 ? [...services] : services) });
  gatt.next.push(
    ...Array.from({ length: 400 }, () => async () => {
      await clock.sleep(100);
      return undefined;
    }),
  );
  const begin = clock.now();
  const error = await failureOf(clock.run(transport.exchange('lamp', utf8('on'))));
  expect(error.code).toBe('link/timeout');
  expect(clock.now() - begin).toBeLessThanOrEqual(10_000);
});
