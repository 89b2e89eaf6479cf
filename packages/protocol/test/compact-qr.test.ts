import { hostileTexts } from '@esp-prov/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatCompactQr } from '../src/compact-qr.ts';
import { parseQrPayload } from '../src/qr-payload.ts';
import { arbitraryText } from './support/arbitrary-text.ts';
import { codeOf } from './support/error-code.ts';

const version = 'v1';

test.each([
  ['NP:PROV_261FCC|abcd1234|b', { name: 'PROV_261FCC', pop: 'abcd1234', transport: 'ble' }],
  ['NP:PROV_261FCC|abcd1234|s', { name: 'PROV_261FCC', pop: 'abcd1234', transport: 'softap' }],
  ['NP:PROV_261FCC||b', { name: 'PROV_261FCC', transport: 'ble' }],
  ['NP:PROV_261FCC|{"pop":"x"}|b', { name: 'PROV_261FCC', pop: '{"pop":"x"}', transport: 'ble' }],
  ['NP:NP:|NP:x?data={}|b', { name: 'NP:', pop: 'NP:x?data={}', transport: 'ble' }],
  ['NP:Küche 1| a b |s', { name: 'Küche 1', pop: ' a b ', transport: 'softap' }],
] as const)('%s is read and written', (text, { name, transport, ...rest }) => {
  expect(parseQrPayload(text)).toEqual({ version, name, transport, ...rest, compact: true });
  expect(formatCompactQr({ name, transport, ...rest })).toBe(text);
});

test.each([
  'https://rainmaker.espressif.com/qrcode.html?data=NP:PROV_261FCC|abcd1234|b',
  'https://rainmaker.espressif.com/qrcode.html?data=NP:PROV_261FCC%7Cabcd1234%7Cb',
  ' \n NP:PROV_261FCC|abcd1234|B\r\n',
])('is found in %j', (text) => {
  expect(parseQrPayload(text)).toMatchObject({ name: 'PROV_261FCC', pop: 'abcd1234', transport: 'ble' });
});

test('what can be written is read as it was, whatever stands in it', () => {
  const field = arbitraryText(30);
  fc.assert(
    fc.property(field, field, fc.constantFrom('ble', 'softap'), (name, pop, transport) => {
      let text: string;
      try {
        text = formatCompactQr({ name, pop, transport });
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError);
        return;
      }
      expect(parseQrPayload(text)).toEqual({ version, name, transport, compact: true, ...(pop === '' ? {} : { pop }) });
    }),
  );
});

describe('refused is', () => {
  test.each([
    ['nothing behind the prefix', 'NP:'],
    ['a name alone', 'NP:PROV_1'],
    ['one without transport', 'NP:PROV_1|abcd1234'],
    ['one that is cut', 'NP:PROV_1|abcd1234|'],
    ['one without name', 'NP:|abcd1234|b'],
    ['another transport', 'NP:PROV_1|abcd1234|x'],
    ['a word as transport', 'NP:PROV_1|abcd1234|ble'],
    ['a bar in the name or the secret', 'NP:PROV_1|ab|cd|b'],
    ['two of them in one text', 'NP:PROV_1|a|b\nNP:PROV_2|a|b'],
    ['a thousand bars', `NP:${'|'.repeat(1000)}b`],
    ['a zero byte', 'NP:PROV_1|ab\0cd|b'],
    ['a line end in the name', 'NP:PROV\n1|abcd|b'],
    ['an escape in the secret', 'NP:PROV_1|\u001b[2J|b'],
    ['a C1 control', 'NP:PROV_1|\u009b2J|b'],
    ['one that is longer than any code', `NP:PROV_1|${'a'.repeat(70_000)}|b`],
  ])('%s', (_, text) => {
    expect(codeOf(() => parseQrPayload(text))).toBe('qr/unreadable');
    // What it holds may be a secret.
    expect(() => parseQrPayload(text)).not.toThrow('abcd');
  });

  test('the prefix in small letters, as scanners keep the case', () => {
    expect(codeOf(() => parseQrPayload('np:PROV_1|abcd1234|b'))).toBe('qr/unreadable');
  });

  test.each([
    ['a bar in the name', { name: 'a|b', pop: 'x' }],
    ['a bar in the secret', { name: 'a', pop: 'x|y' }],
    ['a control in the secret', { name: 'a', pop: 'x\n' }],
    ['no name', { name: '' }],
  ])('%s when it is written', (_, fields) => {
    expect(() => formatCompactQr({ transport: 'ble', ...fields })).toThrow(TypeError);
  });
});

test('hostile texts are read in no time, or refused', () => {
  for (const text of Object.values(hostileTexts)) {
    for (const each of [`NP:${text}|x|b`, `NP:x|${text}|b`, `NP:${String(text).repeat(50)}`]) {
      try {
        expect(parseQrPayload(each).compact).toBe(true);
      } catch (error) {
        expect(error).toMatchObject({ code: 'qr/unreadable' });
      }
    }
  }
});
