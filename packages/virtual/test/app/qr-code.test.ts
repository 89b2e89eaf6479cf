import { formatQrPayload, parseQrPayload, type SecurityVersion, utf8 } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { type QrFacts, qrLines, qrText } from '../../src/app/qr-code.ts';
import { type ReleaseProfile, releaseProfiles } from '../../src/index.ts';
import { powerOn } from '../support/powered-device.ts';

const profile = (wanted: string) => releaseProfiles.find(({ name }) => name === wanted) as ReleaseProfile;

/** What an ESP32 with the example of ESP-IDF v5 has printed for its SoftAP; from a log of its serial port. */
const printed = `
  █▀▀▀▀▀█ █  ▄▄ ▀▀█▄▄▄█▄▀▀▄▄▀▀  █▀▀▀▀▀█
  █ ███ █ ██▄ █▄█▄▀▀▀▀▄▀▀█▄▄ ▄█ █ ███ █
  █ ▀▀▀ █ ▄██ ▀▀▀▀▀  ▄▀█▄▀ ▀█▀  █ ▀▀▀ █
  ▀▀▀▀▀▀▀ ▀ █▄▀ ▀ █▄▀ ▀▄▀▄▀ ▀▄▀ ▀▀▀▀▀▀▀
  █▀▄ ▀█▀▄  ▀ ▀▄ ▄ ▀█▀▄▀██▀▄ ▄▀▄ █▄▀▀▀▀
  ▄█ █ ▄▀▄ ▀  ▄ ▀▀█▄  ▄▄▄▀▄ █▀▀██ ▀█▄█▄
   ▀█▀▄▄▀ █▄█▀▄▄▄█▀██▀▀▀ ▄▀▄  ▄ ▀█▄▀█▄▀
  █▄▄▄ ▄▀▄▀███▀ ▄▀██▀▄▀▄██▀▀▄█▄█▄█ █▄
  ▄█ ▄▄▀▀█▄▄▄ ▀▄ ▄ ▀█▀▀█ █▀▄▄█▀██▀▄ ▀▀▀
  ▄▄█▀ █▀▄▄▄▄ ▄  █▀▄ ▄ █▄▀█ █▀ █ █▄▀▄▄▄
  ██ ▄██▀██ █▀▄▄█▄█▀ ▀▀▀ ▄ ▄ ▄▀██▀▄█▀█▀
  ▀▄ █▄▀▀█▄▄▄█▀▀ ▀██▀ ▀▄█▀ ▀ ▀██▄▀ █▄▄▄
  █ █   ▀ █▄▄ ▀  ▄█▀ ▀▀▀█▄█ ▄▄▀▀█▀▄▀▀ ▀
    ▄█▄▄▀█▄ ▄ ▄ █▀ ▄ ▄ ██▀ ▀▀▀▀ █▄█▄█▀▄
  ▀▀▀ ▀ ▀▀▄ ▄▀▄▀██▄▀▄▀██▀█▄▄▄ █▀▀▀█ ▀▄
  █▀▀▀▀▀█ ▄█▄█▀█▀███▄▄ ▄ ▀  ▄▀█ ▀ ██▄
  █ ███ █ ▀▀  ▀█▄▄██▄ ▄▀█▄█ ▄▄████▀▄██▄
  █ ▀▀▀ █ ▄█  ▄ ▄▀▄▄▀▄ ████ █ ▄  ▀▄██▄
  ▀▀▀▀▀▀▀ ▀▀▀▀ ▀▀ ▀▀ ▀▀▀  ▀  ▀   ▀▀ ▀▀▀
`;

test('the code is square for square the one that firmware prints, which chooses version, correction and mask', () => {
  const lines = qrLines(
    '{"ver":"v1","name":"PROV_F279F4","username":"wifiprov","pop":"abcd1234","transport":"softap"}',
  );
  expect(lines.map((line) => line.trimEnd()).join('\n')).toBe(`${printed}\n`);
  expect(new Set(lines.slice(0, -1).map((line) => line.length))).toEqual(new Set([42]));
});

describe('the text is that of the release', () => {
  const facts: QrFacts = { serviceName: 'PROV_261FCC', transport: 'ble', securityVersion: 1, pop: 'abcd1234' };
  const sec2: QrFacts = { ...facts, securityVersion: 2, username: 'wifiprov' };
  const noPop: QrFacts = { ...facts, pop: undefined };
  const plain = '{"ver":"v1","name":"PROV_261FCC","pop":"abcd1234","transport":"ble"}';
  const named = '{"ver":"v1","name":"PROV_261FCC","username":"wifiprov","pop":"abcd1234","transport":"ble"}';
  const bare = '{"ver":"v1","name":"PROV_261FCC","transport":"ble"}';

  test.each<[string, QrFacts, string | undefined]>([
    ['idf-3.2', facts, undefined],
    ['idf-3.2-beta', facts, undefined],
    ['idf-3.3', facts, undefined],
    ['idf-4.2', facts, undefined],
    ['idf-4.4', facts, plain],
    ['idf-4.4', noPop, bare],
    ['idf-5.3', sec2, named],
    ['idf-5.5', sec2, named],
    ['idf-5.5', noPop, bare],
    ['idf-5.5', { ...facts, securityVersion: 0 }, bare],
    ['netprov-1.2', sec2, named],
    ['netprov-1.4', sec2, named],
    ['netprov-1.2', noPop, '{"ver":"v1","name":"PROV_261FCC","transport":"ble","network":"wifi"}'],
    ['netprov-1.2-idf6.0.1', sec2, named],
    ['netprov-1.2-idf6.0.2', sec2, named],
    ['readme', facts, plain],
    ['readme', { ...facts, securityVersion: 0 }, '{"ver":"v1","name":"PROV_261FCC","transport":"ble","security":0}'],
  ])('%s, %o', (name, told, text) => {
    expect(qrText(profile(name), told)).toEqual(text === undefined ? undefined : { text });
  });

  test('with the 150 bytes of its buffer, and a warning where that cuts it', () => {
    const fits = 149 - '{"ver":"v1","name":"PROV_261FCC","pop":"","transport":"ble"}'.length;
    const long = (bytes: number) => qrText(profile('idf-5.5'), { ...facts, pop: 'p'.repeat(bytes) });
    expect(utf8(long(fits)?.text ?? '').length).toBe(149);
    expect(long(fits)).not.toHaveProperty('flaw');
    expect(utf8(long(fits + 1)?.text ?? '').length).toBe(149);
    expect(long(fits + 1)?.flaw).toContain('150 bytes');
    expect(() => parseQrPayload(long(fits + 1)?.text ?? '')).toThrow();
    // Half of a character is not shown.
    expect(qrText(profile('idf-5.5'), { ...facts, pop: 'é'.repeat(100) })?.text).toMatch(/é$/);
  });

  test('without escaping, and a warning where that breaks it', () => {
    const quoted = { ...facts, pop: 'a"b' };
    expect(qrText(profile('idf-5.5'), quoted)).toEqual({
      text: '{"ver":"v1","name":"PROV_261FCC","pop":"a"b","transport":"ble"}',
      flaw: expect.stringContaining('escape'),
    });
    // A member smuggled in is no payload that fits either.
    expect(qrText(profile('idf-5.5'), { ...facts, pop: 'a","transport":"softap","x":"' })?.flaw).toContain('escape');
  });

  test('whole and escaped in the profile that follows no release to the letter', () => {
    const told = { ...facts, pop: `a"b${'c'.repeat(200)}` };
    const text = qrText(profile('readme'), told)?.text ?? '';
    expect(parseQrPayload(text)).toMatchObject({ name: 'PROV_261FCC', pop: told.pop });
    expect(formatQrPayload(parseQrPayload(text))).toBe(text);
    expect(qrLines('x'.repeat(2953))).toHaveLength(91 + 1);
    expect(qrLines('x'.repeat(2954))).toEqual([]);
  });
});

describe('a device prints it when provisioning has started', () => {
  const qrOf = async (name: string, version: SecurityVersion, options: Parameters<typeof powerOn>[2]) => {
    const { serial, events } = await powerOn(profile(name), version, options);
    return { serial, event: events.find(({ kind }) => kind === 'qr-code') };
  };

  test('with the link below it', async () => {
    const { serial, event } = await qrOf('readme', 1, { qrTransport: 'softap' });
    const payload = '{"ver":"v1","name":"PROV_261FCC","pop":"abcd1234","transport":"softap"}';
    const url = `https://espressif.github.io/esp-jumpstart/qrcode.html?data=${payload}`;
    const first = serial.findIndex((line) => line.includes('app: Scan this QR code from the provisioning application'));
    expect(serial.findIndex((line) => line.includes('Provisioning started with service name'))).toBeLessThan(first);
    expect(serial[first + 1]).toContain('QRCODE: Encoding below text with ECC LVL 0 & QR Code Version 10');
    expect(serial[first + 2]).toContain(`QRCODE: ${payload}`);
    expect(serial.slice(first + 3, -1)).toEqual(qrLines(payload));
    expect(serial.at(-1)).toMatch(
      /app: If QR code is not visible, copy paste the below URL in a browser\.\nhttps:\/\/espressif/,
    );
    expect(serial.at(-1)).toContain(`\n${url}`);
    expect(event).toEqual({ kind: 'qr-code', payload, url });
  });

  test('with its own secrets, and never with what only a verifier knows', async () => {
    const told = async (secret: object) => {
      const { event } = await qrOf('idf-5.5', 2, { qrTransport: 'ble', secret: { securityVersion: 2, ...secret } });
      return JSON.parse((event as { payload: string }).payload);
    };
    expect(await told({ username: 'u', password: 'p' })).toMatchObject({ username: 'u', pop: 'p' });
    const verifier = { salt: new Uint8Array(16).fill(1), verifier: new Uint8Array(384).fill(2) };
    expect(await told({ username: 'u', verifier })).toEqual({ ver: 'v1', name: 'PROV_261FCC', transport: 'ble' });
  });

  test('and warns where no app can use it', async () => {
    const secret = { securityVersion: 1, pop: 'p'.repeat(200) } as const;
    const { serial } = await qrOf('idf-5.5', 1, { qrTransport: 'ble', secret });
    expect(serial.at(-1)).toMatch(/^W \(\d+\) esp-prov: the QR payload has 260 bytes.*: no app can use it$/);
  });

  test('unless it has none, or is not asked to', async () => {
    expect((await qrOf('idf-4.2', 1, { qrTransport: 'ble' })).event).toBeUndefined();
    expect((await qrOf('readme', 1, {})).event).toBeUndefined();
  });
});
