import {
  capabilities,
  type DeviceSecurity,
  decodeVersionInfo,
  encodeVersionInfo,
  fromHex,
  sec0Device,
  sec1Device,
  sec2Device,
  toHex,
  utf8,
} from '@esp-prov/protocol';
import {
  decodeMessage,
  NetworkConfigPayloadSchema,
  NetworkScanPayloadSchema,
  requirePayload,
  SessionDataSchema,
} from '@esp-prov/protocol/messages';
import { fixedRandom } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { disconnectReasons, type HeardNetwork, type WifiConnection } from '../../src/index.ts';
import { network } from '../support/networks.ts';
import { type RecordedExchange, type RecordedSession, recordedSessions } from '../support/session-vectors.ts';
import { TestDevice } from '../support/test-device.ts';

// The release on the wire decides what `proto-ver` says; all else is one protocol.
const sessions = recordedSessions('v55', 'v44', 'net', 'v60');

test('the recordings cover four lines of firmware, with refusals of both kinds', () => {
  expect(sessions).toHaveLength(61);
  const steps = sessions.flatMap(({ handshake, exchanges = [] }) => [...handshake, ...exchanges]);
  expect(steps.filter(({ response }) => response === null)).toHaveLength(23);
});

describe.each(sessions)('the recording $file', (session) => {
  test('is what a whole device answers, byte for byte', async () => {
    const device = await startDevice(session);
    const { proto_ver, handshake, exchanges = [] } = session;
    expect(hex(await device.ask('proto-ver', fromHex(proto_ver.request)))).toBe(proto_ver.response);
    for (const { request, response } of handshake) {
      expect(hex(await device.ask('prov-session', fromHex(request)))).toBe(response);
    }
    for (const exchange of exchanges) {
      await prepareRadio(device, session, exchange);
      const request = exchange.request_cipher ?? exchange.request ?? '';
      const expected = exchange.response_cipher ?? exchange.response ?? null;
      expect({ [exchange.label]: hex(await device.ask(exchange.endpoint, fromHex(request))) }).toEqual({
        [exchange.label]: expected,
      });
    }
  });
});

test.each(recordedSessions('v55'))('the version text of $file is the one that a manager makes by itself', async (v) => {
  const device = new TestDevice();
  const noPop = v.security === 1 && v.params.device_pop === null;
  await device.start(securityOf(v), { capabilities: noPop ? [capabilities.noPop] : [] });
  expect(hex(await device.ask('proto-ver', fromHex(v.proto_ver.request)))).toBe(v.proto_ver.response);
});

async function startDevice(session: RecordedSession): Promise<TestDevice> {
  // `ctrl-reprov` is possible only without automatic stop.
  const settings = { autoStop: false, answersShortPage: session.flavour === 'wifi' };
  const device = new TestDevice({ settings, networks: networksOf(session) });
  device.manager.createEndpoint('custom-data', () => utf8('SUCCESS\0'));
  const version = encodeVersionInfo(decodeVersionInfo(fromHex(session.proto_ver.response)));
  return await device.start(securityOf(session), { version: () => version });
}

function securityOf(session: RecordedSession): DeviceSecurity {
  const { file, security, params, device, patch_version: patchVersion } = session;
  const { private_key = '', random: drawn = '', b = '' } = device ?? {};
  switch (security) {
    case 0:
      return sec0Device();
    case 1: {
      const random = fixedRandom(fromHex(private_key), fromHex(drawn));
      return sec1Device({ pop: params.device_pop ?? undefined, random, restartsKeystream: file.includes('v60') });
    }
    case 2: {
      const { device_salt: salt = '', device_verifier: verifier = '' } = params;
      const random = fixedRandom(fromHex(b), ...drawnNonce(session));
      const exact = { reroll: false, exactKeyLength: true };
      return sec2Device({ salt: fromHex(salt), verifier: fromHex(verifier), patchVersion, random, ...exact });
    }
  }
}

/** The part of the nonce that a device of patch level 1 drew: what stands before the counter. */
function drawnNonce({ handshake }: RecordedSession): Uint8Array[] {
  const answer = handshake.at(-1)?.response;
  if (!answer) return [];
  const { proto } = decodeMessage(SessionDataSchema, fromHex(answer));
  const payload = proto.case === 'sec2' ? proto.value.payload : undefined;
  return payload?.case === 'response1' ? [payload.value.deviceNonce.subarray(0, 8)] : [];
}

/** Lets the radio do what the recorded device's radio did before the exchange. */
async function prepareRadio(device: TestDevice, session: RecordedSession, exchange: RecordedExchange): Promise<void> {
  if (exchange.label.startsWith('config-get-status connected')) {
    await joinBegins(device);
    await device.gotIp(recordedConnection(session, exchange));
  }
  if (exchange.label === 'config-get-status auth error') {
    await joinBegins(device);
    await device.disconnected(disconnectReasons.fourWayHandshakeTimeout);
  }
  if (exchange.label === 'config-get-status network not found') {
    await joinBegins(device);
    await device.disconnected(disconnectReasons.noApFound);
  }
}

/** Lets the connect delay pass; the device must have begun exactly one more attempt, with what it was given. */
async function joinBegins(device: TestDevice): Promise<void> {
  const before = device.wifi.joins.length;
  await device.clock.advance(1000);
  expect(device.wifi.joins.length).toBe(before + 1);
  const told = device.events.findLast((event) => event.kind === 'credentials-received');
  expect(device.wifi.joins.at(-1)).toEqual(told?.kind === 'credentials-received' && told.credentials);
}

/** Returns the networks that the recorded device heard, handed over in another order, with weaker ones behind. */
function networksOf({ exchanges = [] }: RecordedSession): HeardNetwork[] {
  const heard = exchanges
    .filter(({ label, response_plain }) => label.startsWith('scan-result') && response_plain)
    .flatMap(({ response_plain }) => {
      const { payload } = decodeMessage(NetworkScanPayloadSchema, fromHex(response_plain ?? ''));
      return requirePayload(payload, 'respScanWifiResult').entries;
    })
    .map(({ ssid, bssid, channel, rssi, auth }) => ({
      ssid: Uint8Array.from(ssid),
      bssid: Uint8Array.from(bssid),
      channel,
      rssi,
      authMode: auth,
    }));
  // The recorded air of the long lists had thirty networks, of which the device keeps sixteen.
  const weaker = heard.length === 16 ? Array.from({ length: 14 }, () => network('too weak', { rssi: -110 })) : [];
  return [...weaker, ...heard.toReversed()];
}

/** Returns the connection as the recorded device sent it: firmware garbles a BSSID behind its first zero. */
function recordedConnection(session: RecordedSession, { response_plain }: RecordedExchange): WifiConnection {
  const { payload } = decodeMessage(NetworkConfigPayloadSchema, fromHex(response_plain ?? ''));
  const { state } = requirePayload(payload, 'respGetWifiStatus');
  if (state.case !== 'connected') throw new Error(`${session.file} reports no connection`);
  const { ssid, bssid, channel, authMode, ip4Addr: ip4 } = state.value;
  return { ssid: Uint8Array.from(ssid), bssid: Uint8Array.from(bssid), channel, authMode, rssi: -41, ip4 };
}

function hex(answer: Uint8Array | undefined): string | null {
  return answer ? toHex(answer) : null;
}
