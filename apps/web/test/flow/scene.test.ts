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
  expect(scene(state)).toEqual({
    near: 'idle',
    far: 'idle',
    way: 'bluetooth',
    device: undefined,
    network: undefined,
    isSetUp: false,
  });
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
