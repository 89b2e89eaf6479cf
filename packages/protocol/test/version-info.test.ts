import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex, toHex, utf8 } from '../src/bytes.ts';
import { encodeVersionInfo } from '../src/encode-version-info.ts';
import { decodeVersionInfo, type VersionInfo } from '../src/version-info.ts';
import { arbitraryText } from './support/arbitrary-text.ts';
import { errorOf } from './support/error-code.ts';
import { isSealed, loadSessions } from './support/load-vector.ts';

/** What a reply says, without the reply itself, whose layout is not written again. */
function decode(bytes: Uint8Array): VersionInfo {
  const { reply: _, unknownSecurity: __, ...info } = decodeVersionInfo(bytes);
  return info;
}

const recorded = loadSessions().flatMap(({ file, security, proto_ver, exchanges = [] }) =>
  [proto_ver.response, ...exchanges.flatMap((exchange) => (isSealed(exchange) ? [] : [exchange.response]))].map(
    (response) => ({ file, security, response }),
  ),
);
const distinct = [...new Map(recorded.map((entry) => [entry.response, entry])).values()];

describe('a recorded reply', () => {
  test('comes in twelve kinds', () => {
    expect(distinct.length).toBe(12);
  });

  test.each(distinct)('is written as it was read, byte for byte (first in $file)', ({ response }) => {
    expect(toHex(encodeVersionInfo(decode(fromHex(response))))).toBe(response);
  });

  test.each(recorded)('names the scheme that the session in $file then used', ({ file, security, response }) => {
    const { managed, securityVersion, securityPatchVersion, capabilities } = decode(fromHex(response));
    expect(managed).toBe(true);
    // Before v5.0 there is no number, and `no_sec` tells the two schemes apart.
    const told = file.startsWith('session-v44') ? (capabilities.includes('no_sec') ? 0 : 1) : securityVersion;
    expect(told).toBe(security);
    // Patch numbers came with v5.4.1; only security 2 has ever had another than 0.
    const patched = !file.startsWith('session-v44') && !file.startsWith('session-v53');
    expect(securityPatchVersion).toBe(patched ? (security === 2 ? 1 : 0) : undefined);
  });
});

describe('the compact layout', () => {
  test.each(distinct)(
    'says the same in fewer bytes, without a blank or a line end (first in $file)',
    ({ response }) => {
      const info = decode(fromHex(response));
      const compact = encodeVersionInfo(info, 'compact');
      expect(decode(compact)).toEqual(info);
      expect(new TextDecoder().decode(compact)).toBe(
        JSON.stringify(JSON.parse(new TextDecoder().decode(fromHex(response)))),
      );
    },
  );

  test('is that of json_generator, byte for byte', () => {
    const applications = [['my "app"', { version: '1.0', capabilities: ['a b', 'ü/\n'] }]] as const;
    const info = {
      version: 'netprov-v1.2',
      managed: true,
      capabilities: [],
      securityVersion: 2,
      applications,
    } as const;
    expect(new TextDecoder().decode(encodeVersionInfo(info, 'compact'))).toBe(
      '{"my \\"app\\"":{"ver":"1.0","cap":["a b","ü/\\n"]},"prov":{"ver":"netprov-v1.2","sec_ver":2,"cap":[]}}',
    );
  });

  test.each(['formatted', 'compact'] as const)('keeps a label that comes twice (%s)', (layout) => {
    const applications = ['1', '2'].map((version) => ['app', { version, capabilities: [] }] as const);
    const info = { version: 'v1.1', managed: true, capabilities: [], applications };
    const text = new TextDecoder().decode(encodeVersionInfo(info, layout));
    expect(text.match(/"app"/g)).toHaveLength(2);
    // A client reads the last one, as JSON parsers do.
    expect(decode(utf8(text)).applications.get('app')).toEqual({ version: '2', capabilities: [] });
  });
});

describe('a reply is read whatever its layout', () => {
  const full: VersionInfo = {
    version: 'v1.1',
    managed: true,
    capabilities: ['wifi_scan'],
    securityVersion: 1,
    securityPatchVersion: 0,
    applications: new Map(),
  };

  test.each([
    ['without spaces', '{"prov":{"ver":"v1.1","sec_ver":1,"sec_patch_ver":0,"cap":["wifi_scan"]}}'],
    ['with members in another order', '{"prov":{"cap":["wifi_scan"],"sec_patch_ver":0,"sec_ver":1,"ver":"v1.1"}}'],
    [
      'with members that nobody knows',
      '{"x":1,"prov":{"ver":"v1.1","sec_ver":1,"sec_patch_ver":0,"cap":["wifi_scan"],"y":[{}]}}',
    ],
    ['with a NUL behind it', '{"prov":{"ver":"v1.1","sec_ver":1,"sec_patch_ver":0,"cap":["wifi_scan"]}}\0'],
    [
      'with spaces and line ends around it',
      '\r\n {"prov":{"ver":"v1.1","sec_ver":1,"sec_patch_ver":0,"cap":["wifi_scan"]}} \n',
    ],
    [
      'with capabilities that are no text',
      '{"prov":{"ver":"v1.1","sec_ver":1,"sec_patch_ver":0,"cap":[1,"wifi_scan",null,{}]}}',
    ],
  ])('%s', (_, text) => {
    expect(decode(utf8(text))).toEqual(full);
  });

  test.each([
    ['no capabilities', '{"prov":{"ver":"v1.0"}}'],
    ['capabilities that are no list', '{"prov":{"ver":"v1.0","cap":"wifi_scan"}}'],
    ['capabilities that are null', '{"prov":{"ver":"v1.0","cap":null}}'],
    ['a patch number that is none', '{"prov":{"ver":"v1.0","sec_patch_ver":"1"}}'],
    ['a negative patch number', '{"prov":{"ver":"v1.0","sec_patch_ver":-1}}'],
    ['a broken patch number', '{"prov":{"ver":"v1.0","sec_patch_ver":0.5}}'],
  ])('with %s, which counts as none', (_, text) => {
    expect(decode(utf8(text))).toEqual({
      version: 'v1.0',
      managed: true,
      capabilities: [],
      applications: new Map(),
    });
  });

  test('with a patch number that no release has yet', () => {
    expect(decode(utf8('{"prov":{"ver":"v1.1","sec_patch_ver":7}}')).securityPatchVersion).toBe(7);
  });
});

describe('a reply in plain text is the version of old firmware', () => {
  test.each([
    ['V0.1', 'V0.1'],
    ['v1.0', 'v1.0'],
    ['SUCCESS', 'SUCCESS'],
    ['V0.1\0', 'V0.1'],
    ['V0.1\0\0\0', 'V0.1'],
    ['V0.1\r\n', 'V0.1'],
  ])('as in %j', (text, version) => {
    expect(decode(utf8(text))).toEqual({
      version,
      managed: false,
      capabilities: [],
      applications: new Map(),
    });
  });

  test('and is written without JSON', () => {
    const info: VersionInfo = { version: 'V0.1', managed: false, capabilities: [], applications: new Map() };
    expect(toHex(encodeVersionInfo(info))).toBe('56302e31');
  });

  test('as the transcript of the v3.2 README shows it', () => {
    expect(decode(fromHex('53554343455353')).version).toBe('SUCCESS');
  });
});

describe('what the application says of itself', () => {
  const text =
    '{\n\t"my_app":\t{\n\t\t"ver":\t"1.4",\n\t\t"cap":\t["led", "relay"]\n\t},\n' +
    '\t"other":\t{\n\t\t"ver":\t"2",\n\t\t"cap":\t[]\n\t},\n' +
    '\t"prov":\t{\n\t\t"ver":\t"v1.1",\n\t\t"sec_ver":\t2,\n\t\t"sec_patch_ver":\t1,\n\t\t"cap":\t["wifi_scan"]\n\t}\n}';
  const info: VersionInfo = {
    version: 'v1.1',
    managed: true,
    capabilities: ['wifi_scan'],
    securityVersion: 2,
    securityPatchVersion: 1,
    applications: new Map([
      ['my_app', { version: '1.4', capabilities: ['led', 'relay'] }],
      ['other', { version: '2', capabilities: [] }],
    ]),
  };

  test('stands before prov, in the order in which it was set', () => {
    expect(new TextDecoder().decode(encodeVersionInfo(info))).toBe(text);
  });

  test('is read back', () => {
    expect(decode(utf8(text))).toEqual(info);
  });

  test('is read behind prov as well, and left out where it is no such object', () => {
    const reply = '{"prov":{"ver":"v1.1"},"app":{"ver":"1"},"a":1,"b":null,"c":["ver"],"d":{"ver":2},"e":{}}';
    expect([...decode(utf8(reply)).applications]).toEqual([['app', { version: '1', capabilities: [] }]]);
  });

  test('may be called as members of every object are', () => {
    const reply = '{"__proto__":{"ver":"1"},"constructor":{"ver":"2"},"prov":{"ver":"v1.1"}}';
    expect([...decode(utf8(reply)).applications.keys()]).toEqual(['__proto__', 'constructor']);
  });

  test('may hold quotes and control characters', () => {
    const odd: VersionInfo = {
      ...info,
      applications: new Map([['a "b"\n', { version: '\t\\', capabilities: ['é"'] }]]),
    };
    expect(decode(encodeVersionInfo(odd))).toEqual(odd);
  });
});

describe('a reply is unreadable', () => {
  test.each([
    ['no bytes', new Uint8Array(0)],
    ['spaces and NULs only', utf8(' \n\0\0')],
    ['text that is not UTF-8', fromHex('7bff7d')],
    ['broken JSON', utf8('{"prov":{"ver":"v1.1"')],
    ['JSON without prov', utf8('{"ver":"v1.1"}')],
    ['a prov that is no object', utf8('{"prov":"v1.1"}')],
    ['a prov that is a list', utf8('{"prov":["ver"]}')],
    ['a prov that is null', utf8('{"prov":null}')],
    ['a prov without version', utf8('{"prov":{"cap":[]}}')],
    ['a version that is a number', utf8('{"prov":{"ver":1.1}}')],
    ['the version reply of esp_local_ctrl', utf8('{"local_ctrl":{"ver":"v1.0","sec_ver":1}}')],
    ['a JSON list', utf8('[{"prov":{"ver":"v1.1","cap":["wifi_scan"]}}]')],
    ['a web page', utf8('<!DOCTYPE html><html><body>Router</body></html>')],
    ['a short sentence', utf8('not found')],
    ['a long word', utf8('v'.repeat(33))],
    ['a word outside ASCII', utf8('version№1')],
    ['text with a NUL inside', utf8('V0\u00001')],
  ])('that is %s', (_, reply) => {
    const error = errorOf(() => decode(reply));
    expect(error.code).toBe('version/unreadable');
    expect(error.details).toEqual({ length: reply.length });
  });
});

test.each(['3', '-1', '1.5', '"1"', 'true', 'null', '[]', '{"toString":1,"valueOf":1}', '[[[[1]]]]'])(
  'a scheme that is called %s is none of ours, and is told as it came',
  (scheme) => {
    const info = decodeVersionInfo(utf8(`{"prov":{"ver":"v1.1","sec_ver":${scheme},"cap":["wifi_scan"]}}`));
    expect(info).toMatchObject({ version: 'v1.1', capabilities: ['wifi_scan'], unknownSecurity: scheme });
    expect(info.securityVersion).toBeUndefined();
  },
);

test('what a vendor put beside prov is kept whole, and so is the text', () => {
  const text =
    '{"prov":{"ver":"v1.1","sec_ver":1,"cap":["wifi_scan"]},"app":{"model":"X-1","fw":"2.0.1"},"serial":"SN1","__proto__":1}';
  const { reply, applications } = decodeVersionInfo(utf8(`${text}\0`));
  expect(reply?.text).toBe(text);
  expect(JSON.stringify(reply?.document)).toBe(text);
  expect(applications.size).toBe(0);
  expect(decodeVersionInfo(utf8('V0.1')).reply).toEqual({ text: 'V0.1' });
});

describe('whatever arrives', () => {
  const expected = new Set(['version/unreadable']);
  const expectValueOrOurError = (reply: Uint8Array) => {
    try {
      const info = decode(reply);
      expect(decode(encodeVersionInfo(info))).toEqual(info);
    } catch (error) {
      expect(error).toMatchObject({ name: 'ProvisioningError', code: expect.toSatisfy((code) => expected.has(code)) });
    }
  };

  test('bytes are a version or unreadable', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expectValueOrOurError(bytes);
        expectValueOrOurError(concatBytes(utf8('{'), bytes));
      }),
    );
  });

  test('JSON is a version or unreadable, inside of prov as well', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (prov, member, other) => {
        expectValueOrOurError(utf8(JSON.stringify(prov)));
        expectValueOrOurError(utf8(JSON.stringify({ prov, other })));
        const inside = { ver: 'v1.1', cap: member, sec_ver: other, sec_patch_ver: member };
        expectValueOrOurError(utf8(JSON.stringify({ prov: inside, app: { ver: other, cap: member } })));
      }),
    );
  });

  test('a damaged reply is a version or unreadable', () => {
    const reply = fc.constantFrom(...distinct.map(({ response }) => fromHex(response)));
    fc.assert(
      fc.property(reply, fc.nat(), fc.integer({ min: 0, max: 255 }), fc.nat(), (reply, index, value, length) => {
        const damaged = reply.map((byte, i) => (i === index % reply.length ? value : byte));
        expectValueOrOurError(damaged);
        expectValueOrOurError(damaged.subarray(0, length % reply.length));
      }),
    );
  });
});

test('what a managed device says of itself is read as it was written', () => {
  const word = arbitraryText(12);
  const component = fc.record({ version: word, capabilities: fc.array(word, { maxLength: 4 }) });
  const label = word.filter((name) => name !== 'prov' && !isArrayIndex(name));
  const info = fc.record(
    {
      version: word,
      managed: fc.constant(true),
      capabilities: fc.array(word, { maxLength: 4 }),
      securityVersion: fc.constantFrom(0 as const, 1 as const, 2 as const),
      securityPatchVersion: fc.nat(3),
      applications: fc.array(fc.tuple(label, component), { maxLength: 3 }).map((entries) => new Map(entries)),
    },
    { requiredKeys: ['version', 'managed', 'capabilities', 'applications'] },
  );
  fc.assert(
    fc.property(info, (info) => {
      expect(decode(encodeVersionInfo(info))).toEqual(info);
    }),
  );
});

/** Objects list such keys first, so their order is not kept. */
function isArrayIndex(name: string): boolean {
  return /^\d+$/.test(name);
}

test.each([
  ['zero bytes and a letter', `${'\0'.repeat(250_000)}x`],
  ['blanks and a letter', `${' '.repeat(250_000)}x`],
  ['more than 4 kB', JSON.stringify({ prov: { ver: 'v'.repeat(4096), cap: [] } })],
])('a reply of %s is refused by its length', (_, text) => {
  expect(() => decodeVersionInfo(utf8(text))).toThrow(expect.objectContaining({ code: 'version/unreadable' }));
});

test('zero bytes behind a reply are no part of it', () => {
  expect(decodeVersionInfo(utf8(`v1.1${'\0'.repeat(4000)}`))).toMatchObject({ version: 'v1.1' });
});
