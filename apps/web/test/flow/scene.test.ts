import { expect, test } from 'vitest';
import type { FlowState } from '../../src/flow/flow-state.ts';
import { scene } from '../../src/flow/scene.ts';

const state: FlowState = {
  screen: { name: 'start' },
  ways: [],
  wanted: { namePrefix: 'PROV_' },
  device: undefined,
  network: undefined,
};

test('nothing is connected at the start', () => {
  expect(scene(state)).toEqual({ near: 'idle', far: 'idle', way: 'bluetooth', device: undefined, network: undefined });
});

test('a device whose outcome is unknown has lost its link, and its network is in doubt', () => {
  const failure = { code: 'wifi/outcome-unknown', message: 'the link was lost', details: [] };
  const screen = { name: 'unknown', failure, afterReload: false, checking: false } as const;
  const device = { name: 'PROV_261FCC', way: 'usb' } as const;
  expect(scene({ ...state, screen, device })).toMatchObject({ near: 'broken', far: 'doubt', way: 'usb' });
});
