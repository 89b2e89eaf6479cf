import { describe, expect, test } from 'vitest';
import { addressWithoutSecrets, readFragment } from '../../src/app/fragment.ts';

const nothing = { demo: false, log: false, qr: undefined, helper: undefined };
const payload = '{"ver":"v1","name":"PROV_1","pop":"a+b&c%d","transport":"ble"}';

describe('The fragment', () => {
  test('starts the virtual device', () => {
    expect(readFragment('#demo')).toEqual({ ...nothing, demo: true });
    expect(readFragment('#log')).toEqual({ ...nothing, log: true });
  });

  test.each([
    ['as it is', payload],
    ['encoded', encodeURIComponent(payload)],
  ])('carries the text of a QR code %s', (_, text) => {
    expect(readFragment(`#qr=${text}`).qr).toBe(payload);
    expect(readFragment(`#helper=abc&qr=${text}`)).toEqual({ ...nothing, qr: payload, helper: 'abc' });
  });

  test.each(['', '#', '#start', '#demonstration', '#qr=', '#helper=', '#helper=a b', `#helper=${'a'.repeat(129)}`])(
    'asks for nothing with %j',
    (hash) => expect(readFragment(hash)).toEqual(nothing),
  );

  test('asks for nothing if it is too long for a QR code', () => {
    expect(readFragment(`#qr=${'a'.repeat(20_000)}`)).toEqual(nothing);
  });

  test('leaves no secret in the address bar', () => {
    const at = (hash: string) => addressWithoutSecrets({ pathname: '/sub/', search: '?lang=de', hash });
    expect(at(`#qr=${payload}`)).toBe('/sub/?lang=de');
    expect(at('#helper=abc')).toBe('/sub/?lang=de');
    expect(at('#demo')).toBe('/sub/?lang=de#demo');
    expect(at(`#log&qr=${payload}`)).toBe('/sub/?lang=de#log');
    expect(at(`#demo&helper=abc&qr=${payload}`)).toBe('/sub/?lang=de#demo');
  });
});
