import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canStartBus } from '../../../../test/setup/needs.ts';
import type { Variant } from '../../src/index.ts';
import { callThing, exportMethods, testBus } from '../support/test-bus.ts';

const v = (signature: string, value: unknown): Variant => ({ signature, value });

const samples: readonly (readonly [signature: string, value: unknown])[] = [
  ['y', 255],
  ['b', true],
  ['n', -32768],
  ['q', 65535],
  ['i', -2147483648],
  ['u', 4294967295],
  ['x', -(2n ** 63n) + 1n],
  ['x', 2n ** 63n - 1n],
  ['t', 2n ** 64n - 1n],
  ['d', -0.1],
  ['s', ''],
  ['s', 'Grüße, 你好'],
  ['o', '/'],
  ['g', 'a{sv}'],
  ['ay', new Uint8Array(0)],
  ['ay', Uint8Array.from({ length: 5000 }, (_, index) => index)],
  ['aay', [new Uint8Array(0), Uint8Array.of(1)]],
  ['as', []],
  ['ax', []],
  ['a(sv)', []],
  ['a{sv}', {}],
  ['av', [v('s', 'a'), v('ay', Uint8Array.of(1)), v('v', v('i', 1))]],
  ['(sua{sv})', ['a', 1, { x: v('ay', Uint8Array.of(0)) }]],
  ['a{oa{sa{sv}}}', { '/a': { i: { P: v('a{sv}', { Q: v('(ss)', ['a', 'b']) }) }, j: {} } }],
  ['a{qv}', { '741': v('ay', Uint8Array.of(1, 2, 3)) }],
  ['a{bs}', { true: 'yes', false: 'no' }],
  ['a{nay}', { '-1': Uint8Array.of(7) }],
];

type Typed = readonly [signature: string, value: unknown];

const { typed } = fc.letrec<{ typed: Typed; leaf: Typed }>((tie) => ({
  leaf: fc.oneof(
    fc.tuple(fc.constant('y'), fc.nat(255)),
    fc.tuple(fc.constant('i'), fc.integer()),
    fc.tuple(fc.constant('x'), fc.bigInt(-(2n ** 63n) + 1n, 2n ** 63n - 1n)),
    fc.tuple(
      fc.constant('s'),
      fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
    ),
    fc.tuple(fc.constant('b'), fc.boolean()),
    fc.tuple(fc.constant('ay'), fc.uint8Array({ maxLength: 20 })),
  ),
  typed: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    tie('typed').map(([signature, value]): Typed => ['v', v(signature, value)]),
    fc.tuple(tie('typed'), fc.nat(3)).map(([[signature, value], count]): Typed => {
      // An array of one byte type is `ay`, which has values of its own.
      const element = signature === 'y' ? 'u' : signature;
      return [`a${element}`, new Array(count).fill(value)];
    }),
    fc.array(tie('typed'), { minLength: 1, maxLength: 3 }).map((members): Typed => {
      return [`(${members.map(([signature]) => signature).join('')})`, members.map(([, value]) => value)];
    }),
    fc
      .tuple(fc.array(fc.stringMatching(/^[a-z]{1,5}$/), { maxLength: 3 }), tie('typed'))
      .map(([keys, [signature, value]]): Typed => {
        return [`a{s${signature}}`, Object.fromEntries(keys.map((key) => [key, value]))];
      }),
  ),
}));

describe.skipIf(!canStartBus)('values over a bus', () => {
  const bus = testBus();

  async function echo(): Promise<(signature: string, value: unknown) => Promise<unknown>> {
    const [server, client] = [await bus.connect(), await bus.connect()];
    exportMethods(server, { Echo: { in: 'v', out: 'v', call: ([value]) => [value] } });
    return async (signature, value) => {
      const [answer] = await client.call(callThing(server, 'Echo', 'v', [v(signature, value)]));
      expect((answer as Variant).signature).toBe(signature);
      return (answer as Variant).value;
    };
  }

  test('come back as they went, type by type', async () => {
    const send = await echo();
    for (const [signature, value] of samples) expect(await send(signature, value), signature).toStrictEqual(value);
  });

  test('come back as they went, whatever they are', async () => {
    const send = await echo();
    await fc.assert(
      fc.asyncProperty(typed, async ([signature, value]) => {
        fc.pre(signature.length < 200);
        expect(await send(signature, value)).toStrictEqual(value);
      }),
      { numRuns: 200 },
    );
  });

  test('arrive as Uint8Array and not as Buffer, with memory of their own', async () => {
    const send = await echo();
    const bytes = (await send('ay', Uint8Array.of(1, 2))) as Uint8Array;
    expect(Object.getPrototypeOf(bytes)).toBe(Uint8Array.prototype);
    expect(bytes.buffer.byteLength).toBe(2);
  });
});
