import { expect, test } from 'vitest';
import { fromHex, toHex, utf8 } from '../../src/bytes.ts';
import {
  encodeMessage,
  NetworkConfigMsgType,
  NetworkConfigPayloadSchema,
  NetworkScanMsgType,
  NetworkScanPayloadSchema,
  WifiAuthMode,
  WifiConnectFailedReason,
  WifiStationState,
} from '../../src/messages/index.ts';
import { encodeCommand, encodeResponse } from '../../src/security/sec0/messages.ts';
import { encodeCommand0, encodeCommand1, encodeResponse0, encodeResponse1 } from '../../src/security/sec1/messages.ts';

// Encodings by google.protobuf (Python), as the protocol notes print them.
const key = new Uint8Array(32).fill(0x4b);
const random = new Uint8Array(16).fill(0x52);

test('the greetings of security 0 have seven bytes at most', () => {
  expect(toHex(encodeCommand())).toBe('5203a20100');
  expect(toHex(encodeResponse())).toBe('52050801aa0100');
});

test('the frames of security 1 begin as documented', () => {
  expect(toHex(encodeCommand0(key))).toBe(`10015a25a201220a20${toHex(key)}`);
  expect(toHex(encodeResponse0(key, random))).toBe(`10015a390801aa01341220${toHex(key)}1a10${toHex(random)}`);
  expect(toHex(encodeCommand1(key))).toBe(`10015a270802b201221220${toHex(key)}`);
  expect(toHex(encodeResponse1(key))).toBe(`10015a270803ba01221a20${toHex(key)}`);
});

test('the messages of prov-config are encoded as documented', () => {
  const { CMD_SET_WIFI_CONFIG, CMD_APPLY_WIFI_CONFIG, RESP_SET_WIFI_CONFIG } = NetworkConfigMsgType;
  expect(config({ payload: { case: 'cmdGetWifiStatus', value: {} } })).toBe('5200');
  expect(config({ msg: CMD_APPLY_WIFI_CONFIG })).toBe('0804');
  expect(
    config({
      msg: CMD_SET_WIFI_CONFIG,
      payload: { case: 'cmdSetWifiConfig', value: { ssid: utf8('myssid'), passphrase: utf8('mypassword') } },
    }),
  ).toBe('080262140a066d7973736964120a6d7970617373776f7264');
  expect(config({ msg: RESP_SET_WIFI_CONFIG, payload: { case: 'respSetWifiConfig', value: {} } })).toBe('08036a00');
});

test('the states of a station are encoded as documented', () => {
  const { CONNECTION_FAILED, CONNECTING, CONNECTED } = WifiStationState;
  expect(
    status({ staState: CONNECTION_FAILED, state: { case: 'failReason', value: WifiConnectFailedReason.AUTH_ERROR } }),
  ).toBe('08015a0410035000');
  expect(status({ staState: CONNECTING })).toBe('08015a021001');
  expect(status({ staState: CONNECTING, state: { case: 'attemptFailed', value: { attemptsRemaining: 3 } } })).toBe(
    '08015a06100162020803',
  );
  const connected = {
    ip4Addr: '192.168.43.220',
    authMode: WifiAuthMode.WPA2_PSK,
    ssid: utf8('myssid'),
    bssid: fromHex('aabbccddeeff'),
    channel: 6,
  };
  expect(status({ staState: CONNECTED, state: { case: 'connected', value: connected } })).toBe(
    '08015a265a240a0e3139322e3136382e34332e32323010031a066d79737369642206aabbccddeeff2806',
  );
});

test('the messages of prov-scan are encoded as documented', () => {
  const start = { blocking: true, groupChannels: 5, periodMs: 120 };
  expect(scan({ payload: { case: 'cmdScanWifiStart', value: start } })).toBe('5206080118052078');
  expect(
    scan({ msg: NetworkScanMsgType.CMD_SCAN_WIFI_RESULT, payload: { case: 'cmdScanWifiResult', value: { count: 4 } } }),
  ).toBe('080472021004');
});

test('a network with a name of 32 bytes takes 63 bytes in a reply, ten of them for its strength', () => {
  const entry = {
    ssid: new Uint8Array(32).fill(0x61),
    channel: 6,
    rssi: -60,
    bssid: fromHex('aabbccddeeff'),
    auth: WifiAuthMode.WPA2_PSK,
  };
  const reply = scan({
    msg: NetworkScanMsgType.RESP_SCAN_WIFI_RESULT,
    payload: { case: 'respScanWifiResult', value: { entries: [entry] } },
  });
  expect(reply.length / 2).toBe(63);
  expect(reply).toContain('18c4ffffffffffffffff01');
});

type ConfigInit = Parameters<typeof encodeMessage<typeof NetworkConfigPayloadSchema>>[1];
type ScanInit = Parameters<typeof encodeMessage<typeof NetworkScanPayloadSchema>>[1];
type StatusInit = Extract<NonNullable<ConfigInit['payload']>, { case: 'respGetWifiStatus' }>['value'];

function config(init: ConfigInit): string {
  return toHex(encodeMessage(NetworkConfigPayloadSchema, init));
}

function scan(init: ScanInit): string {
  return toHex(encodeMessage(NetworkScanPayloadSchema, init));
}

function status(value: StatusInit): string {
  return config({
    msg: NetworkConfigMsgType.RESP_GET_WIFI_STATUS,
    payload: { case: 'respGetWifiStatus', value },
  });
}
