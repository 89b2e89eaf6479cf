import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCode } from '../../src/qr/read-code.ts';

/** What a code demands; what it leaves out is undefined in every reading. */
const none = {
  pop: undefined,
  username: undefined,
  password: undefined,
  likely: undefined,
  minimumSecurityVersion: undefined,
  softApPassword: undefined,
};

test.each<[text: string, wanted: object]>([
  [
    '{"ver":"v1","name":"PROV_1","pop":"abcd1234","transport":"ble"}',
    {
      namePrefix: 'PROV_1',
      way: 'bluetooth',
      pop: 'abcd1234',
      likely: { username: undefined, password: 'abcd1234' },
    },
  ],
  [
    '{"ver":"v1","name":"PROV_1","username":"wifiprov","pop":"abcd1234","transport":"softap","password":"ap pass","security":2}',
    {
      namePrefix: 'PROV_1',
      way: 'softap',
      username: 'wifiprov',
      password: 'abcd1234',
      minimumSecurityVersion: 2,
      softApPassword: 'ap pass',
    },
  ],
  [
    'NP:PROV_1|abcd1234|b',
    {
      namePrefix: 'PROV_1',
      way: 'bluetooth',
      pop: 'abcd1234',
      likely: { username: 'wifiprov', password: 'abcd1234' },
    },
  ],
  [
    '{"ver":"v1","name":"PROV_1","transport":"ble","security":0}',
    { namePrefix: 'PROV_1', way: 'bluetooth', minimumSecurityVersion: 0 },
  ],
])('%s', (text, wanted) => {
  expect(readCode(text)).toEqual({ kind: 'qr-read', wanted: { ...none, ...wanted } });
});

test.each([
  ['WIFI:S:home;T:WPA;P:secret;;', 'wifi'],
  ['MT:Y.K9042C00KA0648G00', 'matter'],
  ['X-HM://0023ISYWY4XYZ', 'homekit'],
  ['https://example.com/<script>alert(1)</script>', 'link'],
])('%s belongs to others', (text, otherKind) => {
  expect(readCode(text)).toEqual({ kind: 'qr-refused', problem: 'qr-of-others', otherKind });
});

test.each([
  'hello',
  '',
  '<script>alert(1)</script>',
  '{"name":"","transport":"ble"}',
  `{"name":"${'x'.repeat(300)}","transport":"ble"}`,
  // Fewer characters than bytes: a browser takes 248 bytes of a name.
  `{"name":"${'ü'.repeat(125)}","transport":"ble"}`,
  `{"name":"PROV_1","transport":"ble","pop":"${'x'.repeat(600)}"}`,
  'x'.repeat(100_000),
  '['.repeat(60_000),
  '{"__proto__":{"name":"x"},"transport":"ble"}',
])('a text that names no device is refused', (text) => {
  expect(readCode(text)).toEqual({ kind: 'qr-refused', problem: 'qr-unknown' });
});

test('no text makes it fail in another way', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => {
      expect(['qr-read', 'qr-refused']).toContain(readCode(text).kind);
    }),
    { numRuns: 500 },
  );
});
