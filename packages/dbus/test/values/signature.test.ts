import { describe, expect, test } from 'vitest';
import { splitSignature } from '../../src/index.ts';
import { errorCode } from '../support/error-code.ts';

describe('a signature', () => {
  test.each([
    ['', []],
    ['s', ['s']],
    ['sa{sv}as', ['s', 'a{sv}', 'as']],
    ['oa{sa{sv}}', ['o', 'a{sa{sv}}']],
    ['(i(sv))ayaay', ['(i(sv))', 'ay', 'aay']],
    ['a(oa{sv})v', ['a(oa{sv})', 'v']],
    ['a{q(ybnqiuxtdsogh)}', ['a{q(ybnqiuxtdsogh)}']],
  ])("'%s' splits into its complete types", (signature, types) => {
    expect(splitSignature(signature)).toEqual(types);
  });

  test.each(['a', '(', '()', '(s', 'a{s}', 'a{sv', 'a{ssv}', 'a{vs}', 'a{(s)s}', '{sv}', ')', 's)', 'z', '*', 'a{}'])(
    "'%s' is refused",
    async (signature) => {
      expect(await errorCode(() => splitSignature(signature))).toBe('invalid');
    },
  );

  test('is refused when it is too long or too deep, as the bus would drop the connection for it', async () => {
    expect(splitSignature('s'.repeat(255))).toHaveLength(255);
    expect(await errorCode(() => splitSignature('s'.repeat(256)))).toBe('invalid');
    expect(splitSignature(`${'a'.repeat(32)}s`)).toHaveLength(1);
    expect(await errorCode(() => splitSignature(`${'a'.repeat(40)}s`))).toBe('invalid');
  });
});
