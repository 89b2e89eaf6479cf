import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../src/bytes.ts';
import { formatQrPayload, parseQrPayload, type QrPayload, qrPayloadLimit, qrPayloadUrl } from '../src/qr-payload.ts';
import { arbitraryText } from './support/arbitrary-text.ts';
import { codeOf } from './support/error-code.ts';

/** What the examples print, for each of their builds. */
const forms: readonly (readonly [string, string, QrPayload])[] = [
  [
    'security 1 with a PoP',
    '{"ver":"v1","name":"PROV_261FCC","pop":"abcd1234","transport":"ble"}',
    { version: 'v1', name: 'PROV_261FCC', pop: 'abcd1234', transport: 'ble' },
  ],
  [
    'security 1 over the access point',
    '{"ver":"v1","name":"PROV_261FCC","pop":"abcd1234","transport":"softap"}',
    { version: 'v1', name: 'PROV_261FCC', pop: 'abcd1234', transport: 'softap' },
  ],
  [
    'security 2 with a user name',
    '{"ver":"v1","name":"PROV_261FCC","username":"wifiprov","pop":"abcd1234","transport":"ble"}',
    { version: 'v1', name: 'PROV_261FCC', username: 'wifiprov', pop: 'abcd1234', transport: 'ble' },
  ],
  [
    'no PoP',
    '{"ver":"v1","name":"PROV_261FCC","transport":"ble"}',
    { version: 'v1', name: 'PROV_261FCC', transport: 'ble' },
  ],
  [
    'no PoP and the kind of network',
    '{"ver":"v1","name":"PROV_261FCC","transport":"ble","network":"wifi"}',
    { version: 'v1', name: 'PROV_261FCC', transport: 'ble', network: 'wifi' },
  ],
  [
    'everything',
    '{"ver":"v1","name":"PROV_1","username":"threadprov","pop":"p","password":"key","transport":"softap","security":2,"network":"thread"}',
    {
      network: 'thread',
      security: 2,
      transport: 'softap',
      password: 'key',
      pop: 'p',
      username: 'threadprov',
      name: 'PROV_1',
      version: 'v1',
    },
  ],
];

describe.each(forms)('the form with %s', (_, text, payload) => {
  test('is written as the firmware prints it, whatever order the members were given in', () => {
    expect(formatQrPayload(payload)).toBe(text);
  });

  test('is read', () => {
    expect(parseQrPayload(text)).toEqual(payload);
  });

  test('is linked without URL encoding, and read from its link', () => {
    const url = qrPayloadUrl(payload);
    expect(url).toBe(`https://espressif.github.io/esp-jumpstart/qrcode.html?data=${text}`);
    expect(parseQrPayload(url)).toEqual(payload);
  });

  test('is read from a link that somebody has encoded, and from text with space around it', () => {
    const url = 'https://espressif.github.io/esp-jumpstart/qrcode.html?data=';
    expect(parseQrPayload(url + encodeURIComponent(text))).toEqual(payload);
    expect(parseQrPayload(encodeURI(url + text))).toEqual(payload);
    expect(parseQrPayload(`  \n${text}\r\n`)).toEqual(payload);
    expect(parseQrPayload(` ${url}${text}\n`)).toEqual(payload);
  });
});

test('members without a value are left out', () => {
  const text = formatQrPayload({ version: 'v1', name: 'a', transport: 'ble' });
  expect(Object.keys(JSON.parse(text))).toEqual(['ver', 'name', 'transport']);
});

test('an empty PoP is written, since it differs from none', () => {
  const payload = { version: 'v1', name: 'a', pop: '', transport: 'ble' } as const;
  expect(formatQrPayload(payload)).toBe('{"ver":"v1","name":"a","pop":"","transport":"ble"}');
  expect(parseQrPayload(formatQrPayload(payload))).toEqual(payload);
});

test('security 0 is written, though zero', () => {
  expect(formatQrPayload({ version: 'v1', name: 'a', transport: 'ble', security: 0 })).toContain('"security":0');
});

test('quotes, backslashes, control characters and all other text survive, unlike in the firmware', () => {
  const pop = 'a"b\\c\n\u0001/&data={}?data=%41+ü🔑';
  const payload = { version: 'v1', name: 'PROV_"x"', pop, transport: 'ble' } as const;
  const text = formatQrPayload(payload);
  expect(text).toContain('"name":"PROV_\\"x\\""');
  expect(parseQrPayload(text)).toEqual(payload);
  expect(parseQrPayload(qrPayloadUrl(payload))).toEqual(payload);
});

test.each(['name', 'username', 'pop', 'password'])('a zero byte in its %s is refused by name', (member) => {
  const members = { name: 'PROV_1', transport: 'ble', [member]: 'ab\0cd' };
  expect(() => parseQrPayload(JSON.stringify(members))).toThrow(`its ${member} holds a zero byte`);
});

test('the limit of the firmware holds its longest form of ordinary length', () => {
  expect(qrPayloadLimit).toBe(150);
  for (const [, text] of forms.slice(0, 5)) expect(utf8(text).length).toBeLessThan(qrPayloadLimit);
});

const text = fc.oneof(
  // A zero byte is refused.
  arbitraryText(40).map((any) => any.replaceAll('\0', '')),
  fc.constantFrom('?data=', '&data=x', 'https://a.b/?data={}', '%7B', '%', '+', '"', '\\', '{"ver":"v1"}', ' '),
);
const payloads: fc.Arbitrary<QrPayload> = fc
  .record(
    {
      version: text,
      name: text.filter((name) => name !== ''),
      transport: fc.constantFrom('ble' as const, 'softap' as const),
      username: text,
      pop: text,
      password: text,
      security: fc.constantFrom(0 as const, 1 as const, 2 as const),
      network: fc.constantFrom('wifi' as const, 'thread' as const),
    },
    { requiredKeys: ['version', 'name', 'transport'] },
  )
  .map((payload) => payload as QrPayload);

test('whatever is written is read again, from the text and from its link', () => {
  fc.assert(
    fc.property(payloads, (payload) => {
      expect(parseQrPayload(formatQrPayload(payload))).toEqual(payload);
      expect(parseQrPayload(qrPayloadUrl(payload))).toEqual(payload);
      expect(parseQrPayload(`https://example.com/?data=${encodeURIComponent(formatQrPayload(payload))}`)).toEqual(
        payload,
      );
    }),
    { numRuns: 500 },
  );
});

test('any text is read or refused by name', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        text,
        fc.json(),
        fc.json().map((json) => `x?data=${json}`),
      ),
      (anything) => {
        try {
          parseQrPayload(anything);
        } catch (error) {
          expect(codeOf(() => parseQrPayload(anything))).toBe('qr/unreadable');
          expect(error).toBeInstanceOf(Error);
        }
      },
    ),
    { numRuns: 500 },
  );
});

describe('read tolerantly:', () => {
  const minimal = { version: 'v1', name: 'PROV_1', transport: 'ble' };

  test.each<[string, string, object]>([
    ['members in any order and with space between them', '{ "transport": "ble",\n "name": "PROV_1", "ver": "v1" }', {}],
    ['the transport in upper case', '{"ver":"v1","name":"PROV_1","transport":"BLE"}', {}],
    ['SoftAP in mixed case', '{"ver":"v1","name":"PROV_1","transport":"SoftAP"}', { transport: 'softap' }],
    ['no version', '{"name":"PROV_1","transport":"ble"}', {}],
    ['a version that is no text', '{"ver":1,"name":"PROV_1","transport":"ble"}', {}],
    ['another version', '{"ver":"v2","name":"PROV_1","transport":"ble"}', { version: 'v2' }],
    [
      'unknown members',
      '{"ver":"v1","name":"PROV_1","transport":"ble","x":{"y":[1]},"mac":null}',
      {
        members: [
          { name: 'x', json: '{"y":[1]}' },
          { name: 'mac', json: 'null' },
        ],
      },
    ],
    [
      'a network that we do not know',
      '{"ver":"v1","name":"PROV_1","transport":"ble","network":"lora"}',
      { members: [{ name: 'network', json: '"lora"' }] },
    ],
    ['members that are no text', '{"name":"PROV_1","transport":"ble","pop":1,"username":null}', { pop: '1' }],
    ['security as text', '{"name":"PROV_1","transport":"ble","security":"1"}', { security: 1 }],
    [
      'security that does not exist',
      '{"name":"PROV_1","transport":"ble","security":3}',
      { members: [{ name: 'security', json: '3' }] },
    ],
    [
      'security that is no number',
      '{"name":"PROV_1","transport":"ble","security":"strong"}',
      { members: [{ name: 'security', json: '"strong"' }] },
    ],
  ])('%s', (_, given, more) => {
    expect(parseQrPayload(given)).toEqual({ ...minimal, ...more });
  });

  // Zero would mean no security at all, so nothing but a zero may be read as one.
  test.each(['null', '""', '" "', 'false', '[]', '{}', '[0]', 'true', '1.5', '-0.5'])(
    'security %s is taken for none told',
    (security) => {
      const given = `{"name":"PROV_1","transport":"ble","security":${security}}`;
      const { members, ...payload } = parseQrPayload(given);
      expect(payload).toEqual(minimal);
      expect(members).toEqual(security === 'null' ? undefined : [{ name: 'security', json: security }]);
    },
  );

  test('a member named __proto__ is an unknown member like any other', () => {
    const given = '{"__proto__":{"pop":"x"},"name":"PROV_1","transport":"ble"}';
    const payload = parseQrPayload(given);
    expect(payload).toEqual({ ...minimal, members: [{ name: '__proto__', json: '{"pop":"x"}' }] });
    expect(payload.pop).toBeUndefined();
  });
});

describe('members of a vendor', () => {
  const own =
    '"z":1.0,"1":12345678901234567890,"a\\"b":"}\\",{","__proto__":{"pop":"x"},"list":[{"k":"]"}, true],"vid":"0x12"';

  test('are written as they were read: their order, their digits, names of any kind', () => {
    const text = `{"ver":"v1","name":"PROV_1","pop":"p","transport":"ble",${own}}`;
    const payload = parseQrPayload(text);
    expect(payload.members?.map(({ name }) => name)).toEqual(['z', '1', 'a"b', '__proto__', 'list', 'vid']);
    expect(formatQrPayload(payload)).toBe(text);
    expect(parseQrPayload(qrPayloadUrl(payload))).toEqual(payload);
  });

  test('stand behind those that apps know, wherever they stood', () => {
    const payload = parseQrPayload(' {"vid" : 7 , "transport":"ble","name":"PROV_1"} ');
    expect(formatQrPayload(payload)).toBe('{"ver":"v1","name":"PROV_1","transport":"ble","vid":7}');
  });

  test('are any JSON at all', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.json({ maxDepth: 2 })), { maxLength: 5 }), (given) => {
        const known = ['ver', 'name', 'transport', 'username', 'pop', 'password', 'security', 'network'];
        const members = given.filter(([name]) => !known.includes(name)).map(([name, json]) => ({ name, json }));
        const payload = { version: 'v1', name: 'PROV_1', transport: 'ble' as const, members };
        expect(parseQrPayload(formatQrPayload(payload)).members ?? []).toEqual(members);
      }),
      { numRuns: 50 },
    );
  });

  test.each([
    [{ name: 'vid', json: 'seven' }, 'the value of the member vid is not JSON'],
    [{ name: 'vid', json: '7,"pop":"x"' }, 'the value of the member vid is not JSON'],
    [{ name: 'name', json: '"other"' }, 'the member name stands in the payload already'],
  ])('are refused where they would break the payload: %j', (member, why) => {
    const payload = { version: 'v1', name: 'PROV_1', transport: 'ble', members: [member] } as const;
    expect(() => formatQrPayload(payload)).toThrow(new TypeError(why));
  });

  test('are found in no time, however deep and many', () => {
    const deep = `{"name":"a","transport":"ble","x":${'['.repeat(30_000)}${']'.repeat(30_000)}}`;
    expect(parseQrPayload(deep).members?.[0]?.json).toHaveLength(60_000);
    const many = `{"name":"a","transport":"ble"${',"x":1'.repeat(10_000)}}`;
    expect(parseQrPayload(many).members).toHaveLength(10_000);
  });
});

describe('a code of another kind is named:', () => {
  test.each([
    ['WIFI:S:PROV_ABC123;T:WPA;P:12345678;;', 'the code of a Wi-Fi network'],
    ['wifi:T:WPA;S:Home;;', 'the code of a Wi-Fi network'],
    ['DPP:C:81/6;M:02:00:00:00:00:01;K:MDkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDIgACexample=;;', 'Wi-Fi Easy Connect (DPP)'],
    ['MT:Y.K9042C00KA0648G00', 'a Matter code'],
    ['X-HM://0052HSAJ3ESPX', 'a HomeKit code'],
    ['BEGIN:VCARD\nVERSION:3.0', 'a contact'],
    ['otpauth://totp/x?secret=JBSWY3DPEHPK3PXP', 'one-time passwords'],
    ['https://example.com/manual', 'a link that carries no payload'],
    ['mailto:somebody@example.com', 'an app of a phone'],
  ])('%s', (given, kind) => {
    expect(codeOf(() => parseQrPayload(given))).toBe('qr/unreadable');
    expect(() => parseQrPayload(given)).toThrow(kind);
    // The remedy of the error tells what is expected.
    expect(() => parseQrPayload(given)).not.toThrow('Expected');
    expect(() => parseQrPayload(` \n${given}`)).toThrow(kind);
    // What it holds may be a password.
    for (const secret of ['12345678', 'abcd1234', 'JBSW']) expect(() => parseQrPayload(given)).not.toThrow(secret);
  });

  test('and whatever else is not', () => {
    expect(() => parseQrPayload('hello')).toThrow('it is not a JSON object');
  });
});

describe('refused is', () => {
  test.each([
    ['nothing', ''],
    ['other text', 'PROV_261FCC'],
    ['a link without a payload', 'https://espressif.github.io/esp-jumpstart/qrcode.html'],
    ['a link with an empty payload', 'https://espressif.github.io/esp-jumpstart/qrcode.html?data='],
    ['a Wi-Fi code', 'WIFI:T:WPA;S:myssid;P:mypassword;;'],
    ['a list', '["v1"]'],
    ['a number', '1'],
    ['null', 'null'],
    ['a payload that the firmware has cut', '{"ver":"v1","name":"PROV_1","transport":"bl'],
    ['no name', '{"ver":"v1","transport":"ble"}'],
    ['an empty name', '{"ver":"v1","name":"","transport":"ble"}'],
    ['a name that is no text', '{"ver":"v1","name":7,"transport":"ble"}'],
    ['no transport', '{"ver":"v1","name":"PROV_1"}'],
    ['another transport', '{"ver":"v1","name":"PROV_1","transport":"console"}'],
    ['a transport that is no text', '{"ver":"v1","name":"PROV_1","transport":1}'],
    ['an encoding that is broken', 'https://example.com/?data=%7B%zz'],
  ])('%s', (_, given) => {
    expect(codeOf(() => parseQrPayload(given))).toBe('qr/unreadable');
  });
});

test.each([
  [123456, '123456'],
  [0, '0'],
  [-5, '-5'],
  [true, 'true'],
  [null, undefined],
  ['', ''],
])('a PoP that is written as %j is the text %j', (pop, expected) => {
  const { pop: read } = parseQrPayload(JSON.stringify({ ver: 'v1', name: 'PROV_AB', transport: 'ble', pop }));
  expect(read).toBe(expected);
});

test.each(['1.5', '1e300', '12345678901234567890', '{}', '[]'])('a PoP that is written as %s is refused', (pop) => {
  const text = `{"ver":"v1","name":"PROV_AB","transport":"ble","pop":${pop}}`;
  expect(() => parseQrPayload(text)).toThrow(expect.objectContaining({ code: 'qr/unreadable' }));
});

test('a text much longer than any code holds is refused unread', () => {
  const payload = '{"ver":"v1","name":"PROV_1","transport":"ble"}';
  const padded = (length: number) => payload + ' '.repeat(length - payload.length);
  expect(parseQrPayload(padded(65_536)).name).toBe('PROV_1');
  expect(codeOf(() => parseQrPayload(padded(65_537)))).toBe('qr/unreadable');
});
