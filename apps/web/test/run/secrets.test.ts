import { expect, test } from 'vitest';
import { readCode } from '../../src/qr/read-code.ts';
import { bench } from '../support/bench.ts';

const virtual = { kind: 'take-way', way: 'virtual' } as const;

test('a wrong code stays on its screen, and the right one goes on', async () => {
  await using at = await bench(1);
  at.do(virtual);
  await at.until('proof');
  at.do({ kind: 'submit-proof', pop: 'wrong' });
  expect((await at.until('proof', ({ busy }) => !busy)).problem).toBe('pop-refused');
  at.do({ kind: 'submit-proof', pop: 'abcd1234' });
  await at.until('networks');
  const shown = at.states.map(({ screen }) => screen.name);
  expect(shown.lastIndexOf('connecting')).toBeLessThan(shown.indexOf('proof'));
});

test('a wrong account stays on its screen, and the right one goes on', async () => {
  await using at = await bench(2);
  at.do(virtual);
  await at.until('account');
  at.do({ kind: 'submit-account', username: 'wifiprov', password: 'wrong' });
  expect((await at.until('account', ({ busy }) => !busy)).problem).toBe('user-refused');
  at.do({ kind: 'submit-account', username: 'wifiprov', password: 'abcd1234' });
  await at.until('networks');
});

test('a code that was given is sent unasked, and asked for only where it was refused', async () => {
  await using right = await bench(1, { world: { settings: { pop: 'abcd1234' } } });
  right.do(virtual);
  await right.until('networks');
  expect(right.states.map(({ screen }) => screen.name)).not.toContain('proof');
  await using wrong = await bench(1, { world: { settings: { pop: 'wrong' } } });
  wrong.do(virtual);
  expect((await wrong.until('proof')).problem).toBe('pop-refused');
  wrong.do({ kind: 'submit-proof', pop: 'abcd1234' });
  await wrong.until('networks');
});

test('a code that was given is a demand: a device that claims to have none gets nothing', async () => {
  await using at = await bench(1, {
    device: { secret: { securityVersion: 1, pop: null } },
    world: { settings: { pop: 'abcd1234' } },
  });
  at.do(virtual);
  expect(await at.until('trouble')).toMatchObject({ failure: { code: 'session/downgraded' }, remedy: 'start-over' });
});

test('an account that was given is a demand, too', async () => {
  const settings = { username: 'wifiprov', password: 'abcd1234' };
  await using weak = await bench(1, { world: { settings } });
  weak.do(virtual);
  expect((await weak.until('trouble')).failure.code).toBe('session/downgraded');
  await using right = await bench(2, { world: { settings } });
  right.do(virtual);
  await right.until('networks');
});

test.each([1, 2] as const)('a compact code opens a device of security %s without a question', async (version) => {
  await using at = await bench(version);
  const reading = readCode('NP:PROV_261FCC|abcd1234|b');
  if (reading.kind !== 'qr-read') throw new Error('expected a code');
  at.runner.want(reading.wanted);
  at.do(virtual);
  await at.until('networks');
  expect(at.states.some(({ screen }) => screen.name === 'account' || screen.name === 'proof')).toBe(false);
});

test('a compact code with a wrong secret leads to the question that the device has', async () => {
  await using at = await bench(2);
  const reading = readCode('NP:PROV_261FCC|wrong123|b');
  if (reading.kind !== 'qr-read') throw new Error('expected a code');
  at.runner.want(reading.wanted);
  at.do(virtual);
  expect((await at.until('account')).problem).toBe('user-refused');
  at.do({ kind: 'submit-account', username: 'wifiprov', password: 'abcd1234' });
  await at.until('networks');
});

test('a code that names security 2 takes no less', async () => {
  await using at = await bench(1);
  const reading = readCode(
    '{"ver":"v1","name":"PROV_1","username":"wifiprov","pop":"abcd1234","transport":"ble","security":2}',
  );
  if (reading.kind !== 'qr-read') throw new Error('expected a code');
  at.runner.want(reading.wanted);
  at.do(virtual);
  expect((await at.until('trouble')).failure.code).toBe('session/downgraded');
});

test('a device that proves nothing gets nothing without consent', async () => {
  await using at = await bench(0);
  at.do(virtual);
  expect((await at.until('consent')).securityVersion).toBe(0);
  at.do({ kind: 'consent', agreed: false });
  expect(at.runner.state.screen).toEqual({ name: 'start', note: 'ended' });
  await at.clock.advance(60_000);
  expect(at.runner.state.screen.name).toBe('start');
});

test('patch 0 of security 2 is refused where the embedder wants more', async () => {
  await using at = await bench(2, { profile: 'idf-5.3', world: { settings: { minimumPatchVersion: 1 } } });
  at.do(virtual);
  expect((await at.until('trouble')).failure.code).toBe('session/downgraded');
});
