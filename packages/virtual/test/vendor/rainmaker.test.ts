import { createPublicKey, verify } from 'node:crypto';
import { DeviceSession } from '@esp-prov/client';
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
import { parseQrPayload, type SecurityVersion, toHex, utf8 } from '@esp-prov/protocol';
import { encodeMessage, RmakerClaimPayloadSchema, RmakerDataPayloadSchema } from '@esp-prov/protocol/messages';
import { failureOf } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { rainmaker, releaseProfiles, type VirtualEsp32Options } from '../../src/index.ts';
import { NodeKey } from '../../src/vendor/node-key.ts';
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

test('is known by what it says in proto-ver', async () => {
  const { session } = await node();
  expect([...session.info.applications]).toEqual([
    ['rmaker', { version: '1.0', capabilities: ['claim'] }],
    ['rmaker_extra', { version: '1.0', capabilities: ['ch_resp', 'local_ctrl'] }],
  ]);
});

test('prints the short QR code of its app, and the page that shows it', async () => {
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
