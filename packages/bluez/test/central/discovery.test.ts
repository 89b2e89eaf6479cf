import { errorReply } from '@esp-prov/dbus';
import { failureOf, manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { Discovery } from '../../src/central/discovery.ts';
import { Bluetoothd } from '../../src/service/bluetoothd.ts';
import { bluezErrorName } from '../../src/service/bluez-names.ts';
import { adapterObject, adapterPath, FakeBluez } from '../support/fake-bluez.ts';

async function discovery(refuse: (member: string, count: number) => string | undefined = () => undefined) {
  const clock = manualClock();
  const counts = new Map<string, number>();
  const fake = new FakeBluez(adapterObject, ({ member }) => {
    const count = (counts.get(member) ?? 0) + 1;
    counts.set(member, count);
    const name = refuse(member, count);
    if (name !== undefined) throw errorReply(bluezErrorName(name), 'no');
    return [];
  });
  const bluetoothd = await Bluetoothd.open(fake.bus, clock);
  const made = new Discovery(bluetoothd, adapterPath, { clock, log: () => undefined });
  const filters = () =>
    fake.bus.calls
      .filter(({ member }) => member === 'SetDiscoveryFilter')
      .map(({ body: [filter] = [{}] }) => (filter as Record<string, { value: unknown }>)['UUIDs']?.value);
  return { clock, fake, made, filters, members: () => fake.bus.members.slice(1) };
}

describe('the discovery that scans share', () => {
  test('begins with the first and ends with the last', async () => {
    const { made, members } = await discovery();
    const one = await made.join(undefined);
    const two = await made.join(undefined);
    await one();
    await one();
    expect(members()).toEqual(['SetDiscoveryFilter', 'StartDiscovery']);
    await two();
    expect(members()).toEqual(['SetDiscoveryFilter', 'StartDiscovery', 'StopDiscovery', 'SetDiscoveryFilter']);
    const three = await made.join(undefined);
    await three();
    expect(members().slice(4)).toEqual(['SetDiscoveryFilter', 'StartDiscovery', 'StopDiscovery', 'SetDiscoveryFilter']);
  });

  test('has as filter what all of them want, which is everything as soon as one wants that', async () => {
    const { made, filters } = await discovery();
    const one = await made.join('aaaa');
    const two = await made.join('bbbb');
    const all = await made.join(undefined);
    await all();
    await one();
    await two();
    expect(filters()).toEqual([['aaaa'], ['aaaa', 'bbbb'], undefined, ['aaaa', 'bbbb'], ['bbbb'], undefined]);
  });

  test('waits for an end that is still going on', async () => {
    const { made, clock, members } = await discovery((member, count) =>
      member === 'StartDiscovery' && count < 3 ? 'InProgress' : undefined,
    );
    await clock.run(made.join(undefined));
    expect(members().filter((member) => member === 'StartDiscovery')).toHaveLength(3);
  });

  test('does not wait for ever', async () => {
    const { made, clock } = await discovery((member) => (member === 'StartDiscovery' ? 'InProgress' : undefined));
    expect((await failureOf(clock.run(made.join(undefined)))).code).toBe('bluetooth/refused');
    expect(clock.now()).toBeLessThan(2000);
  });

  test('that cannot begin fails for the one who wanted it, and is tried anew for the next', async () => {
    const { made, members } = await discovery((member, count) =>
      member === 'StartDiscovery' && count === 1 ? 'NotReady' : undefined,
    );
    expect((await failureOf(made.join(undefined))).code).toBe('bluetooth/powered-off');
    await made.join(undefined);
    expect(members().filter((member) => member === 'StopDiscovery')).toEqual([]);
  });

  test('ends quietly where bluetoothd has ended it, and without waking a bluetoothd that is gone', async () => {
    const { made, fake, members } = await discovery((member) => (member === 'StopDiscovery' ? 'NotReady' : undefined));
    const leave = await made.join(undefined);
    await leave();
    const next = await made.join(undefined);
    const before = members().length;
    fake.ownerChanged(':1.2', '');
    await next();
    expect(members()).toHaveLength(before);
  });
});
