import { expect, test } from 'vitest';
import { readMemory, writeMemory } from '../../src/run/memory.ts';
import { tabStorage } from '../support/bench.ts';

const key = 'esp-prov:left';

test('what was noted is read back, and nothing else of it', () => {
  const storage = tabStorage();
  writeMemory(storage, { left: 'credentials-sent', network: 'home', way: 'usb', device: 'PROV_1' });
  expect(readMemory(storage)).toEqual({ left: 'credentials-sent', network: 'home', way: 'usb', device: 'PROV_1' });
  writeMemory(storage, { left: 'idle' });
  expect(storage.entries.size).toBe(0);
  expect(readMemory(storage)).toBeUndefined();
});

test.each([
  'no json',
  'null',
  '[]',
  '"x"',
  '{"left":"elsewhere"}',
  `{"left":"connected","device":"${'x'.repeat(3000)}"}`,
])('whatever else stands there is nothing: %s', (text) => {
  const storage = tabStorage();
  storage.setItem(key, text);
  expect(readMemory(storage)).toBeUndefined();
});

test('members of other kinds are left out', () => {
  const storage = tabStorage();
  storage.setItem(key, '{"left":"connected","way":"carrier pigeon","network":7,"device":{}}');
  expect(readMemory(storage)).toEqual({ left: 'connected' });
});

test('a storage that refuses costs no more than that', () => {
  const refuse = () => {
    throw new DOMException('denied', 'SecurityError');
  };
  const storage = { getItem: refuse, setItem: refuse, removeItem: refuse };
  writeMemory(storage, { left: 'connected' });
  writeMemory(storage, { left: 'idle' });
  expect(readMemory(storage)).toBeUndefined();
});

test('a connection that was cut is told once, an outcome that is unknown again', () => {
  const storage = tabStorage();
  writeMemory(storage, { left: 'connected', device: 'PROV_1' });
  expect(readMemory(storage)).toMatchObject({ left: 'connected' });
  expect(readMemory(storage)).toBeUndefined();
  writeMemory(storage, { left: 'credentials-sent', network: 'home' });
  expect(readMemory(storage)).toEqual(readMemory(storage));
});
