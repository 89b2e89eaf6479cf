import { expect, test } from 'vitest';
import { isSecurityVersion, securityVersions } from '../../src/security/security.ts';

test.each(securityVersions)('%i is the number of a scheme', (version) => {
  expect(isSecurityVersion(version)).toBe(true);
});

test.each([3, -1, 0.5, Number.NaN, '1', '', null, undefined, true, [1], { valueOf: () => 1 }])('%o is not', (value) => {
  expect(isSecurityVersion(value)).toBe(false);
});
