import { wrapTransport } from '@esp-prov/client';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { UserEvent } from '../../src/flow/flow-event.ts';
import { bench, tabStorage } from '../support/bench.ts';

/** What a person, the air and the time may do. */
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom<UserEvent>(
      { kind: 'take-way', way: 'virtual' },
      { kind: 'submit-proof', pop: 'abcd1234' },
      { kind: 'submit-proof', pop: 'wrong' },
      { kind: 'continue-network' },
      { kind: 'pick-network', key: 'other' },
      { kind: 'pick-network', key: '63616665:0' },
      { kind: 'submit-password', passphrase: 'right password' },
      { kind: 'submit-password', passphrase: 'wrong password' },
      { kind: 'submit-other', ssid: 'home', passphrase: 'right password', isOpen: false },
      { kind: 'another-network' },
      { kind: 'pause-scan', paused: true },
      { kind: 'pause-scan', paused: false },
      { kind: 'check-outcome' },
      { kind: 'try-again' },
      { kind: 'set-up-another' },
      { kind: 'back' },
      { kind: 'cancel' },
    ),
  },
  { weight: 3, arbitrary: fc.constantFrom('moment', 'while', 'drop', 'hang', 'heal') },
);

/** The ordinary way to the end, of which every walk has the beginning. */
const ordinary: readonly (UserEvent | 'moment' | 'while' | 'drop' | 'hang' | 'heal')[] = [
  { kind: 'take-way', way: 'virtual' },
  'moment',
  { kind: 'submit-proof', pop: 'abcd1234' },
  'while',
  { kind: 'continue-network' },
  { kind: 'submit-password', passphrase: 'right password' },
  'moment',
  'moment',
];

/** A fault somewhere on it, and then anything. */
const walk = fc
  .record({
    length: fc.integer({ min: 1, max: ordinary.length }),
    at: fc.integer({ min: 0, max: ordinary.length }),
    fault: fc.constantFrom('hang', 'drop', 'moment'),
    steps: fc.array(step, { maxLength: 10 }),
  })
  .map(({ length, at, fault, steps }) => [...ordinary.slice(0, length).toSpliced(at, 0, fault), ...steps]);

/** Screens that only wait: each has to end by itself. */
const waiting = ['connecting', 'joining'];

test('whatever is done in whatever order, no screen waits for ever, and nothing secret is kept', async () => {
  await fc.assert(
    fc.asyncProperty(walk, async (steps) => {
      const storage = tabStorage();
      let hangs = false;
      await using at = await bench(1, {
        world: { storage },
        device: { autoStop: false },
        wrap: (transport) =>
          wrapTransport(transport, (endpoint, request, options) =>
            hangs ? new Promise(() => undefined) : transport.exchange(endpoint, request, options),
          ),
      });
      for (const each of steps) {
        if (typeof each === 'object') at.do(each);
        else if (each === 'drop') at.drop();
        else if (each === 'hang' || each === 'heal') hangs = each === 'hang';
        await at.clock.advance(each === 'while' ? 20_000 : 200);
      }
      await at.clock.advance(400_000);
      const { screen } = at.runner.state;
      expect(waiting).not.toContain(screen.name);
      expect('busy' in screen && screen.busy).toBe(false);
      expect('checking' in screen && screen.checking).toBe(false);
      if (screen.name === 'networks') expect(screen.scan).not.toBe('first');
      expect([...storage.entries.values()].join()).not.toMatch(/password|abcd1234/);
    }),
    { numRuns: 40 },
  );
});
