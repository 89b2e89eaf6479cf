import { describe, expect, test } from 'vitest';
import { canStartBus } from '../../../../test/setup/needs.ts';
import type { Bus, ConnectedBus, MatchRule, ReceivedSignal, Signal } from '../../src/index.ts';
import { errorCode } from '../support/error-code.ts';
import { exportMethods, testBus } from '../support/test-bus.ts';

const signal = (change: Partial<Signal> = {}): Signal => ({
  path: '/a/b',
  interface: 'org.example.I',
  member: 'Changed',
  signature: 's',
  body: ['text'],
  ...change,
});

/** Waits until `listener` has seen everything that `sender` sent before. */
async function settle(listener: ConnectedBus, sender: Bus): Promise<void> {
  await listener.call({ destination: sender.name, path: '/', interface: 'org.freedesktop.DBus.Peer', member: 'Ping' });
}

describe.skipIf(!canStartBus)('match rules', () => {
  const bus = testBus();

  async function pair(): Promise<[sender: ConnectedBus, listener: ConnectedBus]> {
    const [sender, listener] = [await bus.connect(), await bus.connect()];
    exportMethods(sender, {});
    return [sender, listener];
  }

  test('are on the bus once, however many listen, and gone with the last of them', async () => {
    const [sender, listener] = await pair();
    const heard: string[] = [];
    const rule: MatchRule = { interface: 'org.example.I' };
    const [stopA, stopB] = await Promise.all([
      listener.addMatch(rule, () => heard.push('a')),
      listener.addMatch({ ...rule }, () => heard.push('b')),
    ]);
    expect(listener.matchRules).toEqual(["type='signal',interface='org.example.I'"]);
    sender.emit(signal());
    await settle(listener, sender);
    expect(heard).toEqual(['a', 'b']);
    await stopA();
    await stopA();
    expect(listener.matchRules).toHaveLength(1);
    sender.emit(signal());
    await settle(listener, sender);
    expect(heard).toEqual(['a', 'b', 'b']);
    await stopB();
    expect(listener.matchRules).toEqual([]);
    sender.emit(signal());
    await settle(listener, sender);
    expect(heard).toHaveLength(3);
  });

  test('can be added again while they are removed', async () => {
    const [sender, listener] = await pair();
    let heard = 0;
    const rule: MatchRule = { member: 'Changed' };
    const stop = await listener.addMatch(rule, () => heard++);
    const [, stopAgain] = await Promise.all([stop(), listener.addMatch(rule, () => heard++)]);
    sender.emit(signal());
    await settle(listener, sender);
    expect(heard).toBe(1);
    await stopAgain();
    expect(listener.matchRules).toEqual([]);
  });

  const cases: readonly (readonly [
    name: string,
    rule: MatchRule,
    matching: Partial<Signal>,
    other: Partial<Signal>,
  ])[] = [
    ['a path', { path: '/a' }, { path: '/a' }, { path: '/a/b' }],
    ['a path and what is below', { pathNamespace: '/a' }, { path: '/a/b' }, { path: '/ab' }],
    ['all paths', { pathNamespace: '/', member: 'A' }, { path: '/x', member: 'A' }, { member: 'B' }],
    ['an interface', { interface: 'org.example.I' }, {}, { interface: 'org.example.J' }],
    ['a member', { member: 'Changed' }, {}, { member: 'Gone' }],
    ['the first argument', { arg0: 'text' }, {}, { body: ['other'] }],
  ];
  test.each(cases)('tell apart %s', async (_, rule, matching, other) => {
    const [sender, listener] = await pair();
    const heard: ReceivedSignal[] = [];
    await listener.addMatch(rule, (received) => heard.push(received));
    // A second, wide rule brings the other signals to this connection as well.
    await listener.addMatch({}, () => undefined);
    sender.emit(signal(other));
    sender.emit(signal(matching));
    await settle(listener, sender);
    const own = heard.filter((received) => received.sender === sender.name);
    expect(own).toEqual([{ ...signal(matching), sender: sender.name }]);
  });

  test('by a well-known name follow its owner', async () => {
    const [first, listener] = await pair();
    const [second] = await pair();
    const heard: string[] = [];
    const stop = await listener.addMatch({ sender: 'org.example.Owned' }, ({ sender }) => heard.push(sender));
    await listener.addMatch({ interface: 'org.example.I' }, () => undefined);
    expect(listener.matchRules).toHaveLength(3);
    for (const bus of [first, second]) bus.emit(signal());
    await first.requestName('org.example.Owned');
    for (const bus of [first, second]) bus.emit(signal());
    await settle(listener, first);
    await settle(listener, second);
    expect(heard).toEqual([first.name]);
    await first.close();
    await second.requestName('org.example.Owned');
    second.emit(signal());
    await settle(listener, second);
    expect(heard).toEqual([first.name, second.name]);
    await stop();
    expect(listener.matchRules).toEqual(["type='signal',interface='org.example.I'"]);
  });

  test('that the bus does not take are an error, and are not kept', async () => {
    const listener = await bus.connect();
    expect(await errorCode(() => listener.addMatch({ path: 'no path' }, () => undefined))).toBe(
      'reply org.freedesktop.DBus.Error.MatchRuleInvalid',
    );
    expect(await errorCode(() => listener.addMatch({ arg0: "it's" }, () => undefined))).toBe('invalid');
    expect(listener.matchRules).toEqual([]);
  });

  test('can be taken back after the connection is closed', async () => {
    const listener = await bus.connect();
    const stop = await listener.addMatch({ sender: 'org.example.Owned' }, () => undefined);
    await listener.close();
    await stop();
  });

  test('leave nothing on the bus after a thousand listeners came and went', async () => {
    const listener = await bus.connect();
    for (let round = 0; round < 50; round++) {
      const stops = await Promise.all(
        Array.from({ length: 20 }, (_, index) => listener.addMatch({ path: `/p${index % 5}` }, () => undefined)),
      );
      await Promise.all(stops.map((stop) => stop()));
    }
    expect(listener.matchRules).toEqual([]);
  });
});
