import type { ReceivedSignal, Variant } from '@esp-prov/dbus';
import { silentLog, utf8 } from '@esp-prov/protocol';
import { describe, expect, it } from 'vitest';
import { canStartBus } from '../../../../test/setup/needs.ts';
import { type ControlFacts, controlNames, controlObject } from '../../src/control/control-object.ts';
import { DeviceEvents } from '../../src/device/device-events.ts';
import { testBus } from '../support/test-bus.ts';

describe.skipIf(!canStartBus)('the device on the bus', () => {
  const bus = testBus();

  async function setUp() {
    const [owner, client] = [await bus.connect(), await bus.connect()];
    const signals: ReceivedSignal[] = [];
    await client.addMatch({ path: controlNames.path }, (signal) => void signals.push(signal));
    const calls: string[] = [];
    const log: string[] = [];
    const state = { facts: { state: 'idle', name: 'PROV_261FCC', provisioned: false, online: false } as ControlFacts };
    const events = new DeviceEvents(silentLog);
    const note = (name: string) => async () => void calls.push(name);
    const control = await controlObject({
      bus: owner,
      log: (_level, _tag, text) => void log.push(text),
      device: { offer: note('offer'), withdraw: note('withdraw'), reset: note('reset') },
      events,
      facts: () => state.facts,
    });
    const target = { destination: controlNames.bus, path: controlNames.path };
    const call = (member: string) => client.call({ ...target, interface: controlNames.interface, member });
    const all = async () => {
      const properties = { ...target, interface: 'org.freedesktop.DBus.Properties', member: 'GetAll' };
      const [values] = await client.call({ ...properties, signature: 's', body: [controlNames.interface] });
      return Object.fromEntries(
        Object.entries(values as Record<string, Variant>).map(([name, { value }]) => [name, value]),
      );
    };
    return { owner, client, signals, calls, log, state, events, control, call, all };
  }

  it('takes its methods, and says what it is', async () => {
    const { calls, call, all } = await setUp();
    for (const member of ['Offer', 'Withdraw', 'Reset']) await call(member);
    expect(calls).toEqual(['offer', 'withdraw', 'reset']);
    expect(await all()).toEqual({ State: 'idle', Name: 'PROV_261FCC', Provisioned: false, Online: false });
  });

  it('tells each event, what changes by it, and no secret', async () => {
    const { signals, state, events, all } = await setUp();
    state.facts = { ...state.facts, state: 'offering' };
    events.tell({ kind: 'offering', reason: 'demand', transport: 'ble' });
    const credentials = { ssid: utf8('home'), passphrase: utf8('top secret') };
    events.tell({ kind: 'manager', event: { kind: 'credentials-received', credentials } });
    await all();
    expect(signals.map(({ member }) => member)).toEqual(['PropertiesChanged', 'Event', 'Event']);
    expect(signals[1]?.body).toEqual(['offering', '{"kind":"offering","reason":"demand","transport":"ble"}']);
    expect(signals[2]?.body).toEqual([
      'credentials-received',
      '{"kind":"credentials-received","ssid":"home","ssidHex":"686f6d65"}',
    ]);
    expect((await all())['State']).toBe('offering');
  });

  it('goes with its name, which another device may take then', async () => {
    const first = await setUp();
    await first.control[Symbol.asyncDispose]();
    const { log, call } = await setUp();
    expect(log).toEqual([]);
    await call('Offer');
  });

  it('does without the name where another program has it', async () => {
    await setUp();
    const { log } = await setUp();
    expect(log.join()).toContain('another program has it');
  });

  it('is quiet once the bus is gone', async () => {
    const { owner, events, control } = await setUp();
    await owner.close();
    expect(() => events.tell({ kind: 'online' })).not.toThrow();
    await control[Symbol.asyncDispose]();
    expect(() => events.tell({ kind: 'offline' })).not.toThrow();
  });
});
