import { describe, expect, test } from 'vitest';
import { encodeBody } from '../../src/values/encode.ts';
import { errorCode } from '../support/error-code.ts';

const misfits: readonly (readonly [string, ...unknown[]])[] = [
  ['y', -1, 256, 1.5, '1', 1n, true, null, undefined],
  ['n', -32769, 32768],
  ['q', -1, 65536],
  ['i', -2147483649, 2147483648, Number.NaN],
  ['u', -1, 4294967296],
  ['x', 1, -(2n ** 63n) - 1n, 2n ** 63n],
  ['t', 1, -1n, 2n ** 64n],
  ['b', 0, 1, 'true'],
  ['d', Number.NaN, Number.POSITIVE_INFINITY, '1', 1n],
  ['s', 1, null, undefined, 'a\0b', {}],
  ['o', '', 'org', '/org/', '//', '/a-b', 1],
  ['g', 'z', '(', 1],
  ['h', 0],
  ['ay', [1, 2], 'text', new Uint16Array(1), null],
  ['as', 'text', [1], { 0: 'a' }, null],
  ['(si)', ['a'], ['a', 1, 2], { 0: 'a', 1: 1 }, ['a', 'b']],
  ['a{sv}', [], null, new Map(), { a: 1 }, { a: { signature: 's' } }, { a: { signature: 's', value: 1 } }],
  ['a{qs}', { x: 'a' }, { '-1': 'a' }, { '65536': 'a' }, { '0x1': 'a' }, { '': 'a' }],
  ['a{bs}', { yes: 'a' }],
  ['a{us}', { '1': 'a' }],
  ['v', 'text', { signature: 'ss', value: 'a' }, { signature: '', value: 'a' }, { signature: 'z', value: 'a' }],
];

describe('values for the bus', () => {
  test.each(misfits.map(([signature, ...values]) => ({ signature, values })))(
    "that do not fit '$signature' are refused one by one",
    async ({ signature, values }) => {
      for (const value of values) expect(await errorCode(() => encodeBody(signature, [value]))).toBe('invalid');
    },
  );

  test('are as many as the signature has types', async () => {
    expect(await errorCode(() => encodeBody('ss', ['a']))).toBe('invalid');
    expect(await errorCode(() => encodeBody('s', ['a', 'b']))).toBe('invalid');
    expect(await errorCode(() => encodeBody('', ['a']))).toBe('invalid');
  });

  test('are named by their place when they misfit, and not shown, as they may be secrets', () => {
    const settings = { psk: { signature: 'as', value: ['fine', 12345678] } };
    expect(() => encodeBody('sa{sv}', ['x', settings])).toThrow(
      "value 2 of 'sa{sv}'['psk'], a 'as',[1] has to be text, not a number",
    );
    expect(() => encodeBody('u', ['hunter22'])).not.toThrow('hunter22');
  });

  test('are sent as the part of their memory that they are', () => {
    const memory = Uint8Array.of(9, 1, 2, 9);
    const [sent] = encodeBody('ay', [memory.subarray(1, 3)]);
    memory.fill(0);
    expect(sent).toEqual(Buffer.of(1, 2));
  });
});
