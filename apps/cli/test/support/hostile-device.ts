import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fromHex, utf8 } from '@esp-prov/protocol';
import {
  NetworkConfigMsgType as Config,
  decodeMessage,
  encodeMessage,
  NetworkConfigPayloadSchema,
  NetworkScanPayloadSchema,
  NetworkScanMsgType as Scan,
  WifiStationState,
} from '@esp-prov/protocol/messages';
import { hostileTexts } from '@esp-prov/testing';

/** All hostile texts in one, as far as UTF-8 can carry them. */
export const hostileText: string = Buffer.from(Object.values(hostileTexts).join(' ')).toString();

/** A device without security that says hostile texts wherever it can say a text. */
export class HostileDevice implements AsyncDisposable {
  readonly address: string;
  readonly #server: ReturnType<typeof createServer>;

  private constructor(server: ReturnType<typeof createServer>) {
    this.#server = server;
    this.address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start(): Promise<HostileDevice> {
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => response.end(answer(request.url ?? '', Buffer.concat(parts))));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new HostileDevice(server);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

function answer(path: string, body: Uint8Array): Uint8Array {
  if (path === '/proto-ver') {
    const ver = hostileText;
    const prov = { ver, sec_ver: 0, cap: ['no_sec', 'wifi_scan', hostileText] };
    return utf8(JSON.stringify({ prov, [hostileText]: { ver, cap: [hostileText] } }));
  }
  // Response of security 0. protocomm: sec0.proto
  if (path === '/prov-session') return fromHex('52050801aa0100');
  if (path === '/prov-scan') return scanAnswer(body);
  if (path === '/prov-config') return configAnswer(body);
  return utf8(hostileText);
}

function scanAnswer(body: Uint8Array): Uint8Array {
  const { msg, payload } = decodeMessage(NetworkScanPayloadSchema, body);
  const networks = Object.values(hostileTexts).map((text) => utf8(text.slice(0, 16)));
  const encode = (init: Parameters<typeof encodeMessage<typeof NetworkScanPayloadSchema>>[1]) =>
    encodeMessage(NetworkScanPayloadSchema, init);
  if (msg === Scan.CMD_SCAN_WIFI_START) {
    return encode({ msg: Scan.RESP_SCAN_WIFI_START, payload: { case: 'respScanWifiStart', value: {} } });
  }
  if (msg === Scan.CMD_SCAN_WIFI_STATUS) {
    const value = { scanFinished: true, resultCount: networks.length };
    return encode({ msg: Scan.RESP_SCAN_WIFI_STATUS, payload: { case: 'respScanWifiStatus', value } });
  }
  const { startIndex, count } = payload.case === 'cmdScanWifiResult' ? payload.value : { startIndex: 0, count: 0 };
  const entries = networks.slice(startIndex, startIndex + count).map((ssid) => ({
    ssid,
    bssid: new Uint8Array(6),
    channel: 1,
    rssi: -40,
  }));
  return encode({ msg: Scan.RESP_SCAN_WIFI_RESULT, payload: { case: 'respScanWifiResult', value: { entries } } });
}

function configAnswer(body: Uint8Array): Uint8Array {
  const { msg } = decodeMessage(NetworkConfigPayloadSchema, body);
  const encode = (init: Parameters<typeof encodeMessage<typeof NetworkConfigPayloadSchema>>[1]) =>
    encodeMessage(NetworkConfigPayloadSchema, init);
  if (msg === Config.CMD_SET_WIFI_CONFIG) {
    return encode({ msg: Config.RESP_SET_WIFI_CONFIG, payload: { case: 'respSetWifiConfig', value: {} } });
  }
  if (msg === Config.CMD_APPLY_WIFI_CONFIG) {
    return encode({ msg: Config.RESP_APPLY_WIFI_CONFIG, payload: { case: 'respApplyWifiConfig', value: {} } });
  }
  const connected = { ip4Addr: hostileText, ssid: utf8(hostileText), bssid: new Uint8Array(6), channel: 1 };
  const value = { staState: WifiStationState.CONNECTED, state: { case: 'connected' as const, value: connected } };
  return encode({ msg: Config.RESP_GET_WIFI_STATUS, payload: { case: 'respGetWifiStatus', value } });
}
