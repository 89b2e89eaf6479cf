import { expect, test } from 'vitest';
import type { FlowState } from '../../src/flow/flow-state.ts';
import { typedName } from '../../src/flow/network-fields.ts';
import { scene } from '../../src/flow/scene.ts';

const state: FlowState = {
  screen: { name: 'start' },
  ways: [],
  wanted: { namePrefix: 'PROV_' },
  device: undefined,
  network: undefined,
};

test('nothing is connected at the start', () => {
  expect(scene(state)).toEqual({ near: 'idle', far: 'idle', way: 'bluetooth', isSealed: false, isSetUp: false });
});

test('where Bluetooth is not to be had, the start shows the sign of the best way that is', () => {
  const ways = [
    { way: 'bluetooth', obstacle: 'linux-flag' },
    { way: 'usb', obstacle: undefined },
    { way: 'virtual', obstacle: undefined },
  ] as const;
  expect(scene({ ...state, ways }).way).toBe('usb');
  expect(scene({ ...state, ways, wanted: { ...state.wanted, way: 'softap' } }).way).toBe('softap');
});

test('a device without a name yet has none in the drawing', () => {
  const screen = { name: 'connecting', step: 'find', since: 0, limitMs: 0 } as const;
  expect(scene({ ...state, screen, device: { name: '', way: 'usb' } }).device).toBeUndefined();
});

test('a device that is set up already is on a network, which nobody here knows', () => {
  const screen = { name: 'already' } as const;
  const network = typedName('home');
  expect(scene({ ...state, screen, network })).toMatchObject({
    near: 'up',
    far: 'up',
    network: undefined,
    isSetUp: true,
  });
});

test('a device whose outcome is unknown is in doubt, link and network, and looked for on demand', () => {
  const failure = { code: 'wifi/outcome-unknown', message: 'the link was lost', details: [] };
  const screen = { name: 'unknown', failure, afterReload: false, checking: false } as const;
  const device = { name: 'PROV_261FCC', way: 'usb' } as const;
  expect(scene({ ...state, screen, device })).toMatchObject({ near: 'doubt', far: 'doubt', way: 'usb' });
  expect(scene({ ...state, screen: { ...screen, checking: true }, device })).toMatchObject({
    near: 'busy',
    far: 'doubt',
  });
});

test.each([
  ['a session that is open', 2, { name: 'password' }, true],
  ['security 0, which encrypts nothing', 0, { name: 'password' }, false],
  ['a device that still asks for its code', 1, { name: 'proof', busy: false }, false],
  ['a device that still asks for its password', 2, { name: 'account', busy: false }, false],
  ['a way in that is not taken yet', undefined, { name: 'choose', way: 'usb' }, false],
] as const)('the link is sealed or not: %s', (_, securityVersion, screen, isSealed) => {
  const device = { name: 'PROV_261FCC', way: 'bluetooth', securityVersion } as const;
  expect(scene({ ...state, screen, device })).toMatchObject({ isSealed });
});

test('a device that is still trying has not failed: its network is in doubt', () => {
  const failed = { name: 'failed', findings: [] } as const;
  expect(scene({ ...state, screen: { ...failed, reason: 'timeout' } })).toMatchObject({ near: 'up', far: 'doubt' });
  expect(scene({ ...state, screen: { ...failed, reason: 'auth-error' } })).toMatchObject({ far: 'broken' });
});

test('a name that is still to be typed does not stand under the house', () => {
  const network = { kind: 'typed', ssid: '', ssidHex: '', passphrase: '', isOpen: false } as const;
  expect(scene({ ...state, screen: { name: 'other', problems: ['ssid-empty'] }, network }).network).toBeUndefined();
});
