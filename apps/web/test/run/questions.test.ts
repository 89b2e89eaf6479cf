import { expect, test } from 'vitest';
import type { FlowEvent } from '../../src/flow/flow-event.ts';
import { Questions } from '../../src/run/questions.ts';

const wanted = { namePrefix: 'PROV_', pop: 'given' };

test('what the device accepted before goes to it rather than what was given beforehand', () => {
  const { signal } = new AbortController();
  const questions = new Questions(wanted, () => undefined, signal, { pop: 'accepted' });
  expect(questions.proof().pop).toBe('accepted');
  expect(questions.answers).toEqual({ pop: 'accepted' });
});

test('what was accepted and is refused later is asked for, and no answer any more', async () => {
  const end = new AbortController();
  const events: FlowEvent[] = [];
  const questions = new Questions(wanted, (event) => events.push(event), end.signal, { pop: 'accepted' });
  const asked = questions.refused();
  expect(events).toEqual([{ kind: 'asks-proof', refused: true }]);
  expect(questions.answers).toEqual({});
  questions.answerPop('right');
  await asked;
  expect(questions.proof().pop).toBe('right');
  expect(questions.answers).toEqual({ pop: 'right' });
});
