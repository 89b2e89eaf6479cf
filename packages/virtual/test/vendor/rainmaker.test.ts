import { createPublicKey, verify } from 'node:crypto';
import { DeviceSession, wrapTransport } from '@esp-prov/client';
import {
  abortRmakerClaim,
  disableRmakerChallenge,
  initRmakerClaim,
  readRmakerConfig,
  readRmakerNodeId,
  readRmakerParams,
  setRmakerParams,
  signRmakerChallenge,
  startRmakerClaim,
  type VendorSession,
  verifyRmakerClaim,
} from '@esp-prov/client/vendor';
import { ProvisioningError, parseQrPayload, type SecurityVersion, silentLog, toHex, utf8 } from '@esp-prov/protocol';
import { encodeMessage } from '@esp-prov/protocol/messages';
import {
  LocalCtrlPayloadSchema,
  RmakerChallengePayloadSchema,
  RmakerClaimPayloadSchema,
  RmakerDataPayloadSchema,
} from '@esp-prov/protocol/messages/vendor';
import { failureOf, manualClock } from '@esp-prov/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { releaseProfiles, type VirtualEsp32Options } from '../../src/index.ts';
import { localControl, rainmaker } from '../../src/vendor/index.ts';
import { NodeKey } from '../../src/vendor/node-key.ts';
import { powerOnBle } from '../support/ble-device.ts';
import { powerOn } from '../support/powered-device.ts';

const profile = (name: string) =>
  releaseProfiles.find((each) => each.name === name) as (typeof releaseProfiles)[number];

async function node(scheme: SecurityVersion = 1, options: Partial<Omit<VirtualEsp32Options, 'clock'>> = {}) {
  const name = scheme === 2 ? 'netprov-1.2' : 'readme';
  const powered = await powerOn(profile(name), scheme, { vendor: rainmaker(), qrTransport: 'ble', ...options });
  const secrets = { pop: () => 'abcd1234', username: () => 'wifiprov', password: () => 'abcd1234' };
  const open = async () => {
    const connected = DeviceSession.connect(powered.connect(), {
      ...secrets,
      allowUnproven: true,
      clock: powered.clock,
    });
    return await powered.clock.run(connected);
  };
  return { ...powered, session: await open(), openAgain: open };
}

describe.each([0, 1, 2] as const)('a RainMaker node under security %i', (scheme) => {
  test('is read, set and read again', async () => {
    const { session } = await node(scheme);
    expect((await readRmakerParams(session)).document).toMatchObject({ Light: { Power: true, Brightness: 25 } });
    await setRmakerParams(session, { Light: { Power: false, Brightness: 7, Name: 'Küche' }, Other: { Power: true } });
    expect((await readRmakerParams(session)).document).toEqual({
      Light: { Name: 'Küche', Power: false, Brightness: 7, Hue: 180, Saturation: 100 },
    });
    const { text, document } = await readRmakerConfig(session);
    expect(text.length).toBeGreaterThan(600);
    expect(document).toMatchObject({ node_id: '240AC4261FCC', devices: [{ name: 'Light', primary: 'Power' }] });
  });
});

test('its texts are read over Bluetooth, each in several answers', async () => {
  const options = { vendor: rainmaker(), host: 'nimble' } as const;
  const { clock, openLink } = await powerOnBle(profile('idf-5.5'), 1, options);
  const session = await clock.run(DeviceSession.connect(openLink, { pop: 'abcd1234', clock }));
  expect((await clock.run(readRmakerConfig(session, { clock }))).text.length).toBeGreaterThan(800);
  await session[Symbol.asyncDispose]();
});

test('its texts are read where each request needs a handshake of its own, as the node keeps them for all', async () => {
  const { session, clock, serial } = await node(2, { profile: profile('idf-5.3') });
  const { text } = await clock.run(readRmakerConfig(session, { clock }));
  expect(JSON.parse(text)).toHaveProperty('devices');
  const handshakes = serial.filter((line) => line.includes('Secured session established'));
  expect(handshakes.length).toBeGreaterThanOrEqual(Math.ceil(text.length / 200));
});

test('a reading whose link is lost fails, and the next one begins anew', async () => {
  const { connect, clock } = await node();
  let requests = 0;
  const open = async () => {
    const link = connect();
    return wrapTransport(link, async (endpoint, request, options) => {
      if (endpoint === 'get_config' && ++requests === 3) throw new ProvisioningError('link/lost');
      return await link.exchange(endpoint, request, options);
    });
  };
  const session = await clock.run(DeviceSession.connect(open, { pop: 'abcd1234', clock }));
  expect(await failureOf(clock.run(readRmakerConfig(session, { clock })))).toMatchObject({
    code: 'endpoint/outcome-unknown',
  });
  expect((await clock.run(readRmakerConfig(session, { clock }))).document).toHaveProperty('devices');
});

test('whatever arrives at its endpoints is answered or refused, and nothing else', async () => {
  const { endpoints } = rainmaker()({ log: silentLog, clock: manualClock(), mac: new Uint8Array(6), chip: 'esp32' });
  const local = localControl()({ log: silentLog, clock: manualClock(), mac: new Uint8Array(6), chip: 'esp32' });
  const number = fc.oneof(fc.nat(9), fc.nat(0xffff_ffff));
  const msg = fc.oneof(fc.nat(8), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }));
  const payload = fc.uint8Array({ maxLength: 220 }).map((content) => Uint8Array.from(content));
  const fragment = fc.record({ offset: number, totalLength: number, payload });
  const index = fc.record({ index: number, value: payload });
  const message = fc.oneof(
    fc
      .tuple(msg, fragment)
      .map(([type, value]) =>
        encodeMessage(RmakerClaimPayloadSchema, { msg: type as 0, payload: { case: 'command', value } }),
      ),
    fc.tuple(msg, number, number, fc.boolean()).map(([type, offset, dataType, hasTimestamp]) => {
      const value = { offset, dataType: (dataType | 0) as 0, hasTimestamp };
      return encodeMessage(RmakerDataPayloadSchema, { msg: type as 0, payload: { case: 'cmdGet', value } });
    }),
    fc.tuple(msg, payload).map(([type, challenge]) => {
      const value = { challenge };
      return encodeMessage(RmakerChallengePayloadSchema, { msg: type as 0, payload: { case: 'cmdSign', value } });
    }),
    fc.tuple(msg, fc.array(number, { maxLength: 30 })).map(([type, indices]) => {
      const value = { indices };
      return encodeMessage(LocalCtrlPayloadSchema, { msg: type as 0, payload: { case: 'cmdGetValues', value } });
    }),
    fc.tuple(msg, fc.array(index, { maxLength: 5 })).map(([type, values]) => {
      const value = { values };
      return encodeMessage(LocalCtrlPayloadSchema, { msg: type as 0, payload: { case: 'cmdSetValues', value } });
    }),
  );
  const bytes: fc.Arbitrary<Uint8Array> = fc.oneof(fc.uint8Array({ maxLength: 80 }), message, fc.json().map(utf8));
  const all = [...endpoints, ...local.endpoints];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...all), bytes, async ({ handler }, request) => {
      try {
        expect((await handler(Uint8Array.from(request), { peer: 1 })).length).toBeLessThan(100_000);
      } catch (error) {
        expect(error).toMatchObject({ name: 'ProvisioningError' });
      }
    }),
    { numRuns: 1000 },
  );
});

test('is known by what it says in proto-ver', async () => {
  const { session } = await node();
  expect([...session.info.applications]).toEqual([
    ['rmaker', { version: '1.0', capabilities: ['claim'] }],
    ['rmaker_extra', { version: '1.0', capabilities: ['ch_resp', 'local_ctrl'] }],
  ]);
});

test('prints the compact QR code of its app, and the page that shows it', async () => {
  const { events, serial } = await node();
  const code = events.find((event) => event.kind === 'qr-code');
  expect(code).toMatchObject({
    payload: 'NP:PROV_261FCC|abcd1234|b',
    url: 'https://rainmaker.espressif.com/qrcode.html?data=NP:PROV_261FCC|abcd1234|b',
  });
  expect(parseQrPayload(code?.kind === 'qr-code' ? code.url : '')).toMatchObject({ pop: 'abcd1234', transport: 'ble' });
  expect(serial.join('\n')).toContain('app_network: Scan this QR code from the ESP RainMaker phone app');
});

test.each([
  ['a bar in the secret', { pop: 'ab|cd' }, 'does not escape'],
  ['a secret that does not fit', { pop: 'x'.repeat(140) }, 'cuts it at 149'],
])('warns where no app can use its code: %s', async (_, secret, words) => {
  const { serial } = await powerOn(profile('readme'), 1, {
    vendor: rainmaker(),
    qrTransport: 'ble',
    secret: { securityVersion: 1, ...secret },
  });
  expect(serial.join('\n')).toContain(words);
});

describe('a challenge', () => {
  test('is signed by the key that the request for a certificate names', async () => {
    const { session } = await node();
    const challenge = utf8('c'.repeat(64));
    const { nodeId, signature } = await signRmakerChallenge(session, challenge);
    expect(nodeId).toBe('240AC4261FCC');
    expect(await readRmakerNodeId(session)).toBe(nodeId);
    await startRmakerClaim(session);
    const { document } = await initRmakerClaim(session, '{"node_id":"n1"}');
    const key = publicKeyOf(String(document['csr']));
    expect(verify('sha256', challenge, key, signature)).toBe(true);
    expect(verify('sha256', utf8('another'), key, signature)).toBe(false);
  });

  test('is signed no more once that is disabled', async () => {
    const { session, serial } = await node();
    await disableRmakerChallenge(session);
    for (const task of [signRmakerChallenge(session, utf8('x')), readRmakerNodeId(session)]) {
      expect(await failureOf(task)).toMatchObject({ code: 'device/status', details: { status: 3 } });
    }
    expect(serial.join('\n')).toContain('esp_rmaker_chal_resp: Challenge-response is disabled');
  });
});

test('a text is signed with its timestamp, of which the firmware keeps 32 bits', async () => {
  const { session } = await node();
  const { signed } = await readRmakerParams(session, { timestamp: 2n ** 32n + 5n });
  expect(signed?.payload).toMatch(/^\{"data":\{"Light":.*\},"timestamp":5\}$/);
  await startRmakerClaim(session);
  const { document } = await initRmakerClaim(session, '{"node_id":"n1"}');
  const key = publicKeyOf(String(document['csr']));
  const { payload = '', signature = '' } = signed ?? {};
  expect(verify('sha256', utf8(payload), key, Buffer.from(signature, 'hex'))).toBe(true);
});

describe('a claim', () => {
  test('goes from the address of the chip to a certificate, and then nothing more', async () => {
    const { session } = await node();
    expect((await startRmakerClaim(session)).text).toBe('{"mac_addr":"240AC4261FCC","platform":"esp32"}');
    const { document } = await initRmakerClaim(session, '{"node_id":"n1"}');
    expect(document).toMatchObject({ send_mqtt_host: true });
    await verifyRmakerClaim(session, JSON.stringify({ certificate: 'x'.repeat(900), mqtt_host: 'host' }));
    expect(await readRmakerNodeId(session)).toBe('n1');
    for (const task of [startRmakerClaim(session), abortRmakerClaim(session)]) {
      expect(await failureOf(task)).toMatchObject({ code: 'device/status', details: { status: 3 } });
    }
  });

  test('goes on over other sessions, as the node has one for all of them', async () => {
    const { session, openAgain } = await node();
    await startRmakerClaim(session);
    const other = await openAgain();
    expect((await initRmakerClaim(other, '{"node_id":"n1"}')).document).toHaveProperty('csr');
  });

  test('has its order, and can be given up and begun anew', async () => {
    const { session } = await node();
    const outOfOrder = { code: 'device/status', details: { status: 3 } };
    expect(await failureOf(initRmakerClaim(session, '{"node_id":"n1"}'))).toMatchObject(outOfOrder);
    await startRmakerClaim(session);
    expect(await failureOf(verifyRmakerClaim(session, '{}'))).toMatchObject(outOfOrder);
    expect(await failureOf(initRmakerClaim(session, '{}'))).toMatchObject({ details: { status: 2 } });
    await initRmakerClaim(session, '{"node_id":"n1"}');
    await abortRmakerClaim(session);
    expect(await failureOf(verifyRmakerClaim(session, '{}'))).toMatchObject(outOfOrder);
    await startRmakerClaim(session);
    await initRmakerClaim(session, '{"node_id":"n2"}');
    expect(await failureOf(verifyRmakerClaim(session, '{"mqtt_host":"h"}'))).toMatchObject({ details: { status: 2 } });
  });

  test.each([
    ['that begins later', { offset: 1, totalLength: 30 }, 2],
    ['that is longer than the whole', { offset: 0, totalLength: 5 }, 2],
    ['of more than the node has room for', { offset: 0, totalLength: 4000 }, 4],
  ])('takes no fragment of a certificate %s', async (_, { offset, totalLength }, status) => {
    const { session } = await node();
    await startRmakerClaim(session);
    await initRmakerClaim(session, '{"node_id":"n1"}');
    const value = { offset, totalLength, payload: utf8('0123456789') };
    const request = encodeMessage(RmakerClaimPayloadSchema, { msg: 4, payload: { case: 'command', value } });
    expect(toHex(await session.request('rmaker_claim', request))).toBe(`08055a04080${status}1200`);
  });
});

describe('the text of a node', () => {
  const request = (session: VendorSession, offset: number, dataType = 0) => {
    const value = { offset, dataType: dataType as 0 };
    const bytes = encodeMessage(RmakerDataPayloadSchema, { payload: { case: 'cmdGet', value } });
    return session.request('get_params', bytes).then(toHex);
  };

  test('is not there before its first fragment was requested, nor after its last', async () => {
    const { session } = await node();
    expect(await request(session, 1)).toBe('08015a0408011200');
    expect(await request(session, 0)).toMatch(/^08015a/);
    expect(await request(session, 1)).toBe('08015a0408011200');
  });

  test('has no fragment behind its end, and is not that of another endpoint', async () => {
    const { session } = await node();
    await setRmakerParams(session, { Light: { Name: 'x'.repeat(64) } });
    expect(await request(session, 0, 1)).toBe('08015a0408021200');
  });

  test('is refused to what is no message, and the session goes on in a new handshake', async () => {
    const { session } = await node();
    expect(await failureOf(session.request('get_params', utf8('hello')))).toMatchObject({ code: 'endpoint/refused' });
    expect((await readRmakerParams(session)).document).toHaveProperty('Light');
  });
});

test.each(['nonsense', '[1]', '"x"', '{"Light":'])('parameters that are %s are refused with a reason', async (text) => {
  const { session } = await node();
  const error = await failureOf(setRmakerParams(session, text));
  expect(error).toMatchObject({ code: 'device/status', details: { reason: 'failed to set params' } });
});

test('parameters of another type are passed over, and so is what JSON smuggles in', async () => {
  const { session } = await node();
  const before = (await readRmakerParams(session)).text;
  for (const text of [
    '{"Light":{"Power":"yes","Hue":true}}',
    '{"__proto__":{"Light":{"Power":false}}}',
    '{"Light":7}',
  ]) {
    await setRmakerParams(session, text);
  }
  expect((await readRmakerParams(session)).text).toBe(before);
});

test('the request for a certificate is one that others read', () => {
  const pem = NodeKey.make().certificateRequest('n1');
  expect(pem).toMatch(
    /^-----BEGIN CERTIFICATE REQUEST-----\n([A-Za-z0-9+/=]{1,64}\n)+-----END CERTIFICATE REQUEST-----\n$/,
  );
  const { der, info, signature, key } = partsOf(pem);
  expect(der[0]).toBe(0x30);
  expect(verify('sha256', info, key, signature)).toBe(true);
});

/** The parts of a request for a certificate, found by the lengths of DER. */
function partsOf(pem: string) {
  const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  const outer = valueAt(der, 0);
  const info = valueAt(der, outer.start);
  const algorithm = valueAt(der, info.end);
  const signature = valueAt(der, algorithm.end);
  const version = valueAt(der, info.start);
  const name = valueAt(der, version.end);
  const keyInfo = valueAt(der, name.end);
  return {
    der,
    info: der.subarray(outer.start, info.end),
    signature: der.subarray(signature.start + 1, signature.end),
    key: createPublicKey({ key: der.subarray(name.end, keyInfo.end), format: 'der', type: 'spki' }),
  };
}

function publicKeyOf(pem: string) {
  return partsOf(pem).key;
}

function valueAt(der: Buffer, at: number): { readonly start: number; readonly end: number } {
  const first = der[at + 1] ?? 0;
  const width = first < 0x80 ? 0 : first & 0x7f;
  const length = width === 0 ? first : der.readUIntBE(at + 2, width);
  return { start: at + 2 + width, end: at + 2 + width + length };
}
