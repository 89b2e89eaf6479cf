import { type Bytes, endpointNames } from '@esp-prov/protocol';
import {
  encodeMessage,
  NetworkScanMsgType,
  NetworkScanPayloadSchema,
  requirePayload,
} from '@esp-prov/protocol/messages';
import type { Session } from '../session/session.ts';
import { type ScanRequests, scanReply } from './run-scan.ts';
import type { ScanLimit } from './scan-over.ts';

/** A network as the device hears it. */
export interface AccessPoint {
  /** Name as raw bytes, up to 32; not always valid UTF-8. */
  readonly ssid: Bytes;
  readonly bssid: Bytes;
  readonly channel: number;
  /** Signal strength in dBm. */
  readonly rssi: number;
  /** Number of the auth mode; devices report their driver's number, so it may lie beyond the named ones. */
  readonly authMode: number;
}

/** How the device is to scan. */
export interface ScanOptions extends ScanLimit {
  /**
   * Whether the device answers only when the scan is over; default false. Firmware that was given credentials before, by
   * whomever, never ends a scan, and one that blocks then hangs its only thread until the device is restarted.
   */
  readonly blocking?: boolean | undefined;
  /** Whether it only listens; default false. */
  readonly passive?: boolean | undefined;
  /**
   * Channels scanned before the device gives its access point a rest; 0, the default: all at once. Firmware that hears
   * more networks than it keeps (16) tells the strongest ones only then.
   */
  readonly groupChannels?: number | undefined;
  /** Time on each channel in ms; default 120, ignored by devices with Bluetooth. */
  readonly periodMs?: number | undefined;
}

/** Returns the requests of a Wi-Fi scan. */
export function wifiScanRequests(session: Session, options: ScanOptions): ScanRequests<AccessPoint> {
  const { blocking = false, passive = false, groupChannels = 0, periodMs = 120, signal } = options;
  const ask = async (request: Bytes) => scanReply(await session.request(endpointNames.scan, request, { signal }));
  return {
    async start() {
      const request = encodeMessage(NetworkScanPayloadSchema, {
        msg: NetworkScanMsgType.CMD_SCAN_WIFI_START,
        payload: { case: 'cmdScanWifiStart', value: { blocking, passive, groupChannels, periodMs } },
      });
      requirePayload(await ask(request), 'respScanWifiStart');
    },
    async status() {
      return requirePayload(await ask(encodeWifiScanStatus()), 'respScanWifiStatus');
    },
    async results(startIndex, count) {
      const request = encodeMessage(NetworkScanPayloadSchema, {
        msg: NetworkScanMsgType.CMD_SCAN_WIFI_RESULT,
        payload: { case: 'cmdScanWifiResult', value: { startIndex, count } },
      });
      const { entries } = requirePayload(await ask(request), 'respScanWifiResult');
      return entries.map(({ ssid, bssid, channel, rssi, auth }) => ({
        ssid: Uint8Array.from(ssid),
        bssid: Uint8Array.from(bssid),
        channel,
        rssi,
        authMode: auth,
      }));
    },
  };
}

/** Encodes the question how far a Wi-Fi scan is. */
export function encodeWifiScanStatus(): Bytes {
  return encodeMessage(NetworkScanPayloadSchema, { msg: NetworkScanMsgType.CMD_SCAN_WIFI_STATUS });
}
