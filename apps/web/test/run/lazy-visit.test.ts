import { manualClock } from '@esp-prov/testing';
import { expect, test } from 'vitest';
import type { FlowEvent } from '../../src/flow/flow-event.ts';
import { LazyVisit } from '../../src/run/lazy-visit.ts';

test.each([
  ['cannot be loaded', () => Promise.reject(new TypeError('Failed to fetch dynamically imported module'))],
  ['never comes', () => new Promise<never>(() => undefined)],
])('a part of the page that %s is a failure with a name', async (_name, load) => {
  const clock = manualClock();
  const events: FlowEvent[] = [];
  const open = async () => Promise.reject(new Error('unused'));
  const visit = new LazyVisit(
    {
      world: {},
      clock,
      device: { way: 'virtual', name: '', lock: undefined, open },
      wanted: { namePrefix: '' },
      report: (event) => events.push(event),
    },
    load,
  );
  await clock.run(visit.connect());
  expect(events).toMatchObject([{ kind: 'failure', failure: { code: 'page/chunk-missing' } }]);
});
