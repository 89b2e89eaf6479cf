import { failureOf } from '@esp-prov/testing';
import { expect, test } from 'vitest';
import { loadPart } from '../../src/transport/load-part.ts';

test('a part that is there is returned', async () => {
  expect(await loadPart('the part', async () => 'here')).toBe('here');
});

test('a part that does not come fails with its name and with the cause', async () => {
  const cause = new TypeError('Failed to fetch dynamically imported module');
  const failure = await failureOf(loadPart('the part', () => Promise.reject(cause)));
  expect(failure).toMatchObject({ code: 'host/code-not-loaded', message: 'the part was not loaded', cause });
});
