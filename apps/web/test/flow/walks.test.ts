import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describe as details } from '../../src/flow/describe.ts';
import { initialState, transition } from '../../src/flow/flow.ts';
import type { FlowEvent } from '../../src/flow/flow-event.ts';
import type { FlowState } from '../../src/flow/flow-state.ts';
import { scene } from '../../src/flow/scene.ts';
import { anyEvent, secretMark, anyWalk as walk } from '../support/any-event.ts';

function run(events: readonly FlowEvent[]): FlowState {
  return events.reduce((state, event) => transition(state, event).state, initialState);
}

/** Every screen, and how many walks ended on it. */
const reached = new Map<string, number>();

test('after any walk there is a screen, a way out of it, and no secret outside of its fields', () => {
  fc.assert(
    fc.property(walk, (events) => {
      let state = initialState;
      for (const event of events) {
        const { state: next, effects } = transition(state, event);
        state = next;
        reached.set(state.screen.name, (reached.get(state.screen.name) ?? 0) + 1);
        for (const effect of effects) {
          if (effect.kind === 'remember') expect(JSON.stringify(effect)).not.toContain(secretMark);
        }
      }
      expect(details(state)).not.toContain(secretMark);
      expect(JSON.stringify(state.screen)).not.toContain(secretMark);
      scene(state);
      // At most: from a join to its unknown outcome, from looking for it to that screen, from there to the start.
      let left = state;
      for (let i = 0; i < 4 && left.screen.name !== 'start'; i++) left = transition(left, { kind: 'back' }).state;
      expect(left.screen.name).toBe('start');
    }),
    { numRuns: 1000 },
  );
  expect([...reached.keys()].sort()).toEqual(
    [
      'start',
      'blocked',
      'qr',
      'softap',
      'choose',
      'nothing',
      'connecting',
      'proof',
      'account',
      'consent',
      'networks',
      'other',
      'password',
      'joining',
      'done',
      'failed',
      'unknown',
      'already',
      'trouble',
    ].sort(),
  );
});

test('going back never loses a name or a password that was typed', () => {
  fc.assert(
    fc.property(walk, (events) => {
      const state = run(events);
      const { network } = transition(state, { kind: 'back' }).state;
      expect(network).toBe(state.network);
    }),
    { numRuns: 500 },
  );
});

test('whoever leaves a device or a camera closes it', () => {
  fc.assert(
    fc.property(walk, (events) => {
      const state = run(events);
      if (state.screen.name === 'start') return;
      const { state: next, effects } = transition(state, { kind: 'cancel' });
      expect(next.screen.name === 'start' || next.screen.name === 'unknown').toBe(true);
      expect(effects).toContainEqual({ kind: 'disconnect' });
      if (state.screen.name === 'qr') expect(effects).toContainEqual({ kind: 'stop-camera' });
    }),
    { numRuns: 1000 },
  );
});

test('credentials go out from a click alone, and are noted before', () => {
  const clicks: readonly FlowEvent['kind'][] = ['continue-network', 'submit-other', 'submit-password', 'try-again'];
  fc.assert(
    fc.property(walk, anyEvent, (events, event) => {
      const { effects } = transition(run(events), event);
      const at = effects.findIndex(({ kind }) => kind === 'provision');
      if (at < 0) return;
      expect(clicks).toContain(event.kind);
      expect(effects.slice(0, at)).toContainEqual(
        expect.objectContaining({ kind: 'remember', left: 'credentials-sent' }),
      );
    }),
    { numRuns: 1000 },
  );
});
