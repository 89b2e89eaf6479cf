import { expect, test } from 'vitest';
import { initialState, transition } from '../../src/flow/flow.ts';

test('the link on a label is read from the start on, without a camera', () => {
  const { state, effects } = transition(initialState, { kind: 'qr-text', text: '{}' });
  expect(state.screen).toEqual({ name: 'qr', input: 'typed', camera: 'off' });
  expect(effects).toEqual([{ kind: 'read-qr', text: '{}' }]);
});
