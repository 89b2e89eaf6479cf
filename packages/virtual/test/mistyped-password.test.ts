import { failureOf } from '@esp-prov/testing';
import { expect, test } from 'vitest';
import { readme } from '../src/profiles/readme.ts';
import { powerOn } from './support/powered-device.ts';

test('two mistyped passwords of security 2, for each of which a client makes three proofs, hold up no right one', async () => {
  const { clock, open } = await powerOn(readme, 2);
  for (const password of ['abcd1235', 'abcd1236']) {
    expect(await failureOf(open({ password }))).toMatchObject({
      code: 'session/proof-mismatch',
      details: { refusedProofs: 3 },
    });
  }
  const before = clock.now();
  await open();
  expect(clock.now()).toBe(before);
});
