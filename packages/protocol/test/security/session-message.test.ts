import { expect, test } from 'vitest';
import { statusName } from '../../src/security/session-message.ts';

test.each([
  [0, '0 (SUCCESS)'],
  [4, '4 (INVALID_ARGUMENT)'],
  [7, '7 (INVALID_SESSION)'],
  [8, '8'],
  [-1, '-1'],
])('the status %i is told as %s', (status, name) => {
  expect(statusName(status)).toBe(name);
});
