import { expect, test } from 'vitest';
import { isEnterprise } from '../../src/endpoints/is-enterprise.ts';

test('of all auth modes those of enterprise networks are told apart', () => {
  const modes = Array.from({ length: 256 }, (_, mode) => mode);
  expect(modes.filter(isEnterprise)).toEqual([5, 10, 14, 15, 16]);
});
