import { describe, expect, test } from 'vitest';
import { canStartBus } from '../../../../test/setup/needs.ts';
import { type ConnectedBus, errorReply, ObjectServer, type ReceivedSignal } from '../../src/index.ts';
import { errorCode } from '../support/error-code.ts';
import { testBus } from '../support/test-bus.ts';

const lamp = '/org/example/lamp';
const iface = 'org.example.Lamp';
const freedesktop = 'org.freedesktop.DBus';
const error = (name: string) => `reply ${freedesktop}.Error.${name}`;

describe.skipIf(!canStartBus)('an object server', () => {
  const bus = testBus();

  /** Returns a lamp below `/org/example`, a client, and what that client hears. */
  async function setUp() {
    const [owner, client] = [await bus.connect(), await bus.connect()];
    const heard: ReceivedSignal[] = [];
    await client.addMatch({ sender: owner.name }, (signal) => heard.push(signal));
    const server = new ObjectServer(owner, { root: '/org/example' });
    const state: { level: number; name: string | undefined } = { level: 1, name: undefined };
    const addLamp = () =>
      server.add(lamp, {
        [iface]: {
          properties: {
            Level: {
              signature: 'y',
              get: () => state.level,
              set(value) {
                if (value === 13) throw errorReply('org.example.Error.Unlucky', 'not that one');
                state.level = value as number;
                server.changed(lamp, iface, 'Level');
              },
            },
            Name: { signature: 's', get: () => state.name },
          },
          methods: {
            Add: { in: 'uu', out: 'u', call: ([a, b]) => [(a as number) + (b as number)] },
            WhoAmI: { in: '', out: 's', call: (_, { sender }) => [sender] },
          },
          signals: { Burnt: 'su' },
        },
        'org.example.Empty': {},
      });
    addLamp();
    const ask = (interfaceName: string, member: string, signature = '', body: readonly unknown[] = [], path = lamp) =>
      client.call({ destination: owner.name, path, interface: interfaceName, member, signature, body });
    const settle = () => ask(`${freedesktop}.Peer`, 'Ping');
    return { owner, client, server, state, addLamp, ask, heard, settle };
  }

  test('calls methods with their arguments and the name of the caller', async () => {
    const { ask, client } = await setUp();
    expect(await ask(iface, 'Add', 'uu', [2, 3])).toEqual([5]);
    expect(await ask(iface, 'WhoAmI')).toEqual([client.name]);
  });

  test('finds a method of a call that names no interface', async () => {
    const { client, owner } = await setUp();
    const taken: unknown[] = [];
    owner.onCall((call) => {
      taken.push(call.member);
      return undefined;
    });
    const call = { destination: owner.name, path: lamp, interface: '', member: 'WhoAmI' };
    expect(await client.call(call)).toEqual([client.name]);
    expect(taken).toEqual([]);
  });

  test('names what is wrong with a call', async () => {
    const { ask } = await setUp();
    expect(await errorCode(() => ask(iface, 'Add', 'us', [2, '3']))).toBe(error('InvalidArgs'));
    expect(await errorCode(() => ask(iface, 'Sub'))).toBe(error('UnknownMethod'));
    expect(await errorCode(() => ask(iface, 'toString'))).toBe(error('UnknownMethod'));
    expect(await errorCode(() => ask('org.example.Other', 'Add', 'uu', [2, 3]))).toBe(error('UnknownMethod'));
    expect(await errorCode(() => ask(iface, 'Add', 'uu', [2, 3], '/org/example/none'))).toBe(error('UnknownObject'));
    expect(await errorCode(() => ask(iface, 'Add', 'uu', [2, 3], '/elsewhere'))).toBe(error('UnknownMethod'));
  });

  test('reads properties, and has none where their value is undefined', async () => {
    const { ask, state } = await setUp();
    const get = (...names: string[]) => ask(`${freedesktop}.Properties`, 'Get', 'ss', names);
    const getAll = (name: string) => ask(`${freedesktop}.Properties`, 'GetAll', 's', [name]);
    expect(await get(iface, 'Level')).toEqual([{ signature: 'y', value: 1 }]);
    expect(await errorCode(() => get(iface, 'Name'))).toBe(error('InvalidArgs'));
    expect(await getAll(iface)).toEqual([{ Level: { signature: 'y', value: 1 } }]);
    state.name = 'reading';
    expect(await get(iface, 'Name')).toEqual([{ signature: 's', value: 'reading' }]);
    expect(await getAll('org.example.Empty')).toEqual([{}]);
    expect(await errorCode(() => getAll('org.example.Other'))).toBe(error('InvalidArgs'));
    expect(await errorCode(() => get(iface, 'Other'))).toBe(error('InvalidArgs'));
    expect(await errorCode(() => get(iface, 'constructor'))).toBe(error('InvalidArgs'));
    expect(await errorCode(() => ask(`${freedesktop}.Properties`, 'Get', 's', [iface]))).toBe(error('InvalidArgs'));
  });

  test('changes properties, and says why it does not', async () => {
    const { ask, state, heard, settle } = await setUp();
    const set = (name: string, signature: string, value: unknown) =>
      ask(`${freedesktop}.Properties`, 'Set', 'ssv', [iface, name, { signature, value }]);
    expect(await set('Level', 'y', 7)).toEqual([]);
    expect(state.level).toBe(7);
    expect(await errorCode(() => set('Level', 'u', 7))).toBe(error('InvalidSignature'));
    expect(await errorCode(() => set('Level', 'y', 13))).toBe('reply org.example.Error.Unlucky');
    expect(await errorCode(() => set('Name', 's', 'x'))).toBe(error('PropertyReadOnly'));
    expect(await errorCode(() => set('Other', 's', 'x'))).toBe(error('InvalidArgs'));
    await settle();
    expect(heard.map(({ member, body }) => [member, body])).toEqual([
      ['InterfacesAdded', expect.anything()],
      ['PropertiesChanged', [iface, { Level: { signature: 'y', value: 7 } }, []]],
    ]);
  });

  test('announces what changed, and what is gone', async () => {
    const { server, state, heard, settle } = await setUp();
    state.level = 5;
    server.changed(lamp, iface, 'Level', 'Name');
    server.changed('/org/example/none', iface, 'Level');
    await settle();
    expect(heard.slice(1).map(({ path, body }) => [path, body])).toEqual([
      [lamp, [iface, { Level: { signature: 'y', value: 5 } }, ['Name']]],
    ]);
    expect(await errorCode(() => server.changed(lamp, iface, 'Other'))).toBe('invalid');
  });

  test('announces objects that come and go, and tells all of them', async () => {
    const { server, heard, settle, ask, addLamp } = await setUp();
    const standard = { [`${freedesktop}.Introspectable`]: {}, [`${freedesktop}.Properties`]: {} };
    const interfaces = { [iface]: { Level: { signature: 'y', value: 1 } }, 'org.example.Empty': {}, ...standard };
    const objects = () => ask(`${freedesktop}.ObjectManager`, 'GetManagedObjects', '', [], '/org/example');
    expect(await objects()).toEqual([{ [lamp]: interfaces }]);
    server.remove(lamp);
    server.remove(lamp);
    expect(await objects()).toEqual([{}]);
    addLamp();
    await settle();
    expect(heard.map(({ path, member, body }) => [path, member, body])).toEqual([
      ['/org/example', 'InterfacesAdded', [lamp, interfaces]],
      ['/org/example', 'InterfacesRemoved', [lamp, Object.keys(interfaces)]],
      ['/org/example', 'InterfacesAdded', [lamp, interfaces]],
    ]);
    const none = () => ask(`${freedesktop}.ObjectManager`, 'GetManagedObjects', '', [], lamp);
    expect(await errorCode(none)).toBe(error('UnknownMethod'));
  });

  test('refuses objects outside of its root, and a second one at a place', async () => {
    const { server, addLamp } = await setUp();
    expect(await errorCode(() => server.add('/org/examples', {}))).toBe('invalid');
    expect(await errorCode(addLamp)).toBe('invalid');
    expect(server.paths).toEqual([lamp]);
    expect([server.has(lamp), server.has('/org/example')]).toEqual([true, false]);
  });

  test('describes objects, with their children, from the top down', async () => {
    const { server, ask } = await setUp();
    server.add(`${lamp}/bulb0`, {});
    server.add(`${lamp}/bulb0/wire`, {});
    server.add(`${lamp}/bulb1`, {});
    const xml = async (path: string) => String(await ask(`${freedesktop}.Introspectable`, 'Introspect', '', [], path));
    const nodes = async (path: string) =>
      [...(await xml(path)).matchAll(/<node name="([^"]*)"/g)].map(([, name]) => name);
    expect(await nodes('/')).toEqual(['org']);
    expect(await nodes('/org')).toEqual(['example']);
    expect(await nodes('/org/example')).toEqual(['lamp']);
    expect(await nodes(lamp)).toEqual(['bulb0', 'bulb1']);
    expect(await nodes(`${lamp}/bulb0/wire`)).toEqual([]);
    expect(await xml('/org/example')).toContain('<interface name="org.freedesktop.DBus.ObjectManager">');
    expect(await xml(lamp)).not.toContain('ObjectManager');
    expect(await xml(lamp)).toContain('<property name="Level" type="y" access="readwrite"/>');
    expect(await xml(lamp)).toContain('<property name="Name" type="s" access="read"/>');
    expect(await xml(lamp)).toMatch(
      /<method name="Add">\s*<arg type="u" direction="in"\/>\s*<arg type="u" direction="in"\/>\s*<arg type="u" direction="out"\/>/,
    );
    expect(await xml(lamp)).toMatch(/<signal name="Burnt">\s*<arg type="s"\/>\s*<arg type="u"\/>/);
    expect(await errorCode(() => xml('/org/example/none'))).toBe(error('UnknownObject'));
  });

  test('sends the signals that its interfaces declare, and no others', async () => {
    const { server, heard, settle } = await setUp();
    server.signal(lamp, iface, 'Burnt', 'filament', 3);
    await settle();
    expect(heard[1]).toMatchObject({ path: lamp, interface: iface, member: 'Burnt', body: ['filament', 3] });
    expect(await errorCode(() => server.signal(lamp, iface, 'Other'))).toBe('invalid');
    expect(await errorCode(() => server.signal(lamp, iface, 'Burnt', 'filament'))).toBe('invalid');
  });

  test('leaves what is outside of its root to the next on the connection', async () => {
    const { owner, client } = await setUp();
    const other = new ObjectServer(owner, { root: '/other' });
    other.add('/other/thing', { [iface]: { methods: { WhoAmI: { in: '', out: 's', call: () => ['other'] } } } });
    const call = { destination: owner.name, path: '/other/thing', interface: iface, member: 'WhoAmI' };
    expect(await client.call(call)).toEqual(['other']);
  });

  test('answers nothing any more once it is disposed of', async () => {
    const { server, ask } = await setUp();
    await server[Symbol.asyncDispose]();
    expect(await errorCode(() => ask(iface, 'WhoAmI'))).toBe(error('UnknownMethod'));
  });

  test('answers for the machine on every object', async () => {
    const { ask } = await setUp();
    expect(await ask(`${freedesktop}.Peer`, 'Ping', '', [], '/org/example/none')).toEqual([]);
  });

  test('serves a hundred objects to a caller that asks for all of them at once', async () => {
    const { server, ask, client } = await setUp();
    for (let index = 0; index < 100; index++) {
      server.add(`/org/example/o${index}`, { [iface]: { properties: { N: { signature: 'u', get: () => index } } } });
    }
    const [objects] = await ask(`${freedesktop}.ObjectManager`, 'GetManagedObjects', '', [], '/org/example');
    expect(Object.keys(objects as object)).toHaveLength(101);
    expect((client as ConnectedBus).matchRules).toHaveLength(1);
  });
});
