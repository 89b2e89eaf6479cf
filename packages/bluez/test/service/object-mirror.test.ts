import { describe, expect, test } from 'vitest';
import { bluezInterfaces, standardInterfaces } from '../../src/service/bluez-names.ts';
import { ObjectMirror } from '../../src/service/object-mirror.ts';

const path = '/org/bluez/hci0/dev_1';
const { device, characteristic } = bluezInterfaces;
const text = (value: string) => ({ signature: 's', value });

function signal(interfaceName: string, member: string, ...body: unknown[]) {
  return { sender: ':1.2', path, interface: interfaceName, member, signature: '', body };
}

function mirror(): ObjectMirror {
  const made = new ObjectMirror();
  made.load({ [path]: { [device]: { Name: text('one'), Alias: text('one') } } });
  return made;
}

describe('a mirror of objects', () => {
  test('shows what was loaded, without variants', () => {
    expect(mirror().get(path, device)).toEqual({ Name: 'one', Alias: 'one' });
    expect([...mirror().having(device)]).toEqual([[path, { Name: 'one', Alias: 'one' }]]);
    expect(mirror().get(path, characteristic)).toBeUndefined();
  });

  test('follows changes, and says which', () => {
    const made = mirror();
    const changes = made.apply(
      signal(standardInterfaces.properties, 'PropertiesChanged', device, { Name: text('two') }, ['Alias']),
    );
    expect(changes).toEqual([{ path, interface: device, changed: { Name: 'two', Alias: undefined } }]);
    expect(made.get(path, device)).toEqual({ Name: 'two', Alias: undefined });
  });

  test('follows objects that appear and vanish', () => {
    const made = mirror();
    const added = { [characteristic]: { UUID: text('ff51') } };
    const appeared = made.apply(signal(standardInterfaces.objectManager, 'InterfacesAdded', '/new', added));
    expect(appeared).toEqual([{ path: '/new', interface: characteristic, changed: { UUID: 'ff51' } }]);
    const vanished = made.apply(
      signal(standardInterfaces.objectManager, 'InterfacesRemoved', '/new', [characteristic]),
    );
    expect(vanished).toEqual([{ path: '/new', interface: characteristic, changed: undefined }]);
    expect(made.get('/new', characteristic)).toBeUndefined();
  });

  test('says nothing of what it does not know', () => {
    const made = mirror();
    const unknown = signal(standardInterfaces.properties, 'PropertiesChanged', characteristic, {}, []);
    expect(made.apply(unknown)).toEqual([]);
    expect(made.apply(signal(standardInterfaces.objectManager, 'InterfacesRemoved', '/other', [device]))).toEqual([]);
    expect(made.apply(signal('org.example.Other', 'Happened'))).toEqual([]);
  });

  test('keeps no values of attributes, as they are conversations', () => {
    const made = mirror();
    const value = { signature: 'ay', value: new Uint8Array(3) };
    made.apply(
      signal(standardInterfaces.objectManager, 'InterfacesAdded', path, { [characteristic]: { Value: value } }),
    );
    expect(made.get(path, characteristic)).toEqual({});
  });

  test('learns a property that was read by itself, and says whether that was news', () => {
    const made = mirror();
    expect(made.learn(path, device, 'Name', 'one')).toEqual([]);
    expect(made.learn(path, device, 'Name', 'two')).toEqual([{ path, interface: device, changed: { Name: 'two' } }]);
    expect(made.learn('/other', device, 'Name', 'two')).toEqual([]);
  });
});
