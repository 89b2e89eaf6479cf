import { decodeUtf8, isProvisioningError, toHex, utf8 } from '@esp-prov/protocol';
import { failureOf } from '@esp-prov/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCannedEndpoints } from '../../src/index.ts';

async function answer(value: unknown, request: string | Uint8Array = 'hello'): Promise<string> {
  const [endpoint] = parseCannedEndpoints({ endpoints: { lamp: value } });
  const bytes = typeof request === 'string' ? utf8(request) : Uint8Array.from(request);
  const answered = await endpoint?.handler(bytes, { peer: 1 });
  return decodeUtf8(answered ?? new Uint8Array()) ?? '';
}

describe('canned answers', () => {
  test.each<[unknown, string]>([
    ['on', 'on'],
    ['', ''],
    [{ text: 'on' }, 'on'],
    [{ hex: '6F6E' }, 'on'],
    [{ hex: '' }, ''],
    [{ echo: true }, 'hello'],
    [
      { json: { b: 1, a: [true, null, 'x'], n: 12345678901234567890n } },
      '{"b":1,"a":[true,null,"x"],"n":12345678901234567890}',
    ],
    [{ json: 1.5 }, '1.5'],
    [{ json: null }, 'null'],
  ])('answer %# is what it says', async (value, text) => {
    expect(await answer(value)).toBe(text);
  });

  test('are those of the first rule that matches the request', async () => {
    const rules = [
      { request: 'get', answer: 'on' },
      { request: { hex: '00ff' }, answer: { hex: '01' } },
      { request: { json: { id: 1 } }, answer: 'json' },
      { request: 'get', answer: 'never' },
    ];
    expect(await answer(rules, 'get')).toBe('on');
    expect(await answer(rules, Uint8Array.of(0, 255))).toBe('\u0001');
    expect(await answer(rules, '{"id":1}')).toBe('json');
    await expect(answer(rules, 'GET')).rejects.toMatchObject({ code: 'endpoint/refused' });
    expect(await answer([...rules, { answer: { echo: true } }], 'GET')).toBe('GET');
  });

  test('are the device’s own: whoever changes one changes no later one', async () => {
    const [endpoint] = parseCannedEndpoints({ endpoints: { lamp: { hex: '0102' } } });
    const first = await endpoint?.handler(utf8('x'), { peer: 1 });
    first?.fill(9);
    expect(toHex((await endpoint?.handler(utf8('x'), { peer: 1 })) ?? new Uint8Array())).toBe('0102');
  });

  const refused: [string, unknown][] = [
    ['nothing', undefined],
    ['a list', []],
    ['no endpoints', { endpoints: {} }],
    ['too many endpoints', { endpoints: Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`e${i}`, 'x'])) }],
    ['too many rules', { endpoints: { e: Array(257).fill({ answer: 'x' }) } }],
    ['no rules', { endpoints: { e: [] } }],
    ['a built-in name', { endpoints: { 'prov-config': 'x' } }],
    ['a name with a space', { endpoints: { 'a b': 'x' } }],
    ['a name that leaves its folder', { endpoints: { '../a/b': 'x' } }],
    ['a name of an object', { endpoints: JSON.parse('{"__proto__":[]}') }],
    ['a number', { endpoints: { e: 7 } }],
    ['a number as text', { endpoints: { e: { text: 7n } } }],
    ['half a byte', { endpoints: { e: { hex: 'f' } } }],
    ['two kinds', { endpoints: { e: { text: 'a', hex: '00' } } }],
    ['an unknown kind', { endpoints: { e: { base64: 'aa' } } }],
    ['an echo that is none', { endpoints: { e: { echo: false } } }],
    ['a rule without an answer', { endpoints: { e: [{ request: 'x' }] } }],
    ['a rule with more', { endpoints: { e: [{ answer: 'x', delay: 1 }] } }],
    ['an echo as a request', { endpoints: { e: [{ request: { echo: true }, answer: 'x' }] } }],
    ['a number without an end', { endpoints: { e: { json: Number.POSITIVE_INFINITY } } }],
    ['more than 16 KiB', { endpoints: { e: 'x'.repeat(16 * 1024 + 1) } }],
    ['values without an end', { endpoints: { e: { json: nested(40) } } }],
  ];

  test.each(refused)('are refused: %s', (_, data) => {
    expect(failureOf(() => parseCannedEndpoints(data)).code).toBe('endpoint/invalid-answers');
  });

  test('are read or refused by name, whatever is given', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        try {
          parseCannedEndpoints({ endpoints: { e: value } });
        } catch (error) {
          expect(isProvisioningError(error, 'endpoint/invalid-answers')).toBe(true);
        }
      }),
    );
  });
});

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = [value];
  return value;
}
