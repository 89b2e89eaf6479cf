import { type Bytes, type Clock, endpointNames, ProvisioningError } from '@esp-prov/protocol';
import {
  decodeMessage,
  encodeMessage,
  NetworkScanMsgType,
  type NetworkScanPayload,
  NetworkScanPayloadSchema,
  requirePayload,
} from '@esp-prov/protocol/messages';
import type { Session } from './session.ts';
import type { CallOptions, Transport } from './transport.ts';
import { requireSuccess } from './wifi-config.ts';

/** A network as the device hears it. */
export interface AccessPoint {
  /** Name as raw octets, up to 32; not always valid UTF-8. */
  readonly ssid: Bytes;
  readonly bssid: Bytes;
  readonly channel: number;
  /** Signal strength in dBm. */
  readonly rssi: number;
  /** Number of the auth mode; devices report their driver's number, so it may lie beyond the named ones. */
  readonly authMode: number;
}

/** How the device is to scan. */
export interface ScanOptions extends CallOptions {
  /** Whether the device answers only when the scan is over; default true. */
  readonly blocking?: boolean | undefined;
  /** Whether it only listens; default false. */
  readonly passive?: boolean | undefined;
  /** Channels scanned before the device gives its access point a rest; 0: all at once. Default 5 on HTTP, else 0. */
  readonly groupChannels?: number | undefined;
  /** Time on each channel in ms; default 120, ignored by devices with Bluetooth. */
  readonly periodMs?: number | undefined;
}

/** Entries asked for at once: four fit the 256 octets that old devices can send over BLE. */
const pageSizes: Readonly<Record<Transport['kind'], number>> = { ble: 4, console: 4, http: 100, memory: 100 };

/** More results than any device can hold (its limit is 255) mean a garbled message. */
const mostResults = 255;

const statusIntervalMs = 250;

/** Lets the device scan and reads what it found, strongest first as the device orders it. */
export async function scanWifi(
  session: Session,
  kind: Transport['kind'],
  clock: Clock,
  options: ScanOptions = {},
): Promise<AccessPoint[]> {
  await start(session, kind, options);
  const count = await finished(session, clock, options);
  const found: AccessPoint[] = [];
  while (found.length < count) {
    // Never past the count: devices of several releases crash when asked for more.
    const page = Math.min(pageSizes[kind], count - found.length);
    const entries = await results(session, found.length, page, options);
    if (entries.length === 0 || entries.length > page) {
      throw new ProvisioningError('message/unexpected', `${page} scan results were asked for, ${entries.length} came`);
    }
    found.push(...entries);
  }
  return found;
}

async function start(session: Session, kind: Transport['kind'], options: ScanOptions): Promise<void> {
  const { blocking = true, passive = false, groupChannels = kind === 'http' ? 5 : 0, periodMs = 120, signal } = options;
  const request = encodeMessage(NetworkScanPayloadSchema, {
    msg: NetworkScanMsgType.CMD_SCAN_WIFI_START,
    payload: { case: 'cmdScanWifiStart', value: { blocking, passive, groupChannels, periodMs } },
  });
  requirePayload(payloadOf(await session.request(endpointNames.scan, request, { signal })), 'respScanWifiStart');
}

async function finished(session: Session, clock: Clock, { signal }: CallOptions): Promise<number> {
  const request = encodeMessage(NetworkScanPayloadSchema, { msg: NetworkScanMsgType.CMD_SCAN_WIFI_STATUS });
  for (;;) {
    const reply = requirePayload(
      payloadOf(await session.request(endpointNames.scan, request, { signal })),
      'respScanWifiStatus',
    );
    if (reply.scanFinished) {
      if (reply.resultCount <= mostResults) return reply.resultCount;
      throw new ProvisioningError('message/unexpected', `the device claims ${reply.resultCount} scan results`);
    }
    await clock.sleep(statusIntervalMs, { signal });
  }
}

async function results(
  session: Session,
  startIndex: number,
  count: number,
  { signal }: CallOptions,
): Promise<AccessPoint[]> {
  const request = encodeMessage(NetworkScanPayloadSchema, {
    msg: NetworkScanMsgType.CMD_SCAN_WIFI_RESULT,
    payload: { case: 'cmdScanWifiResult', value: { startIndex, count } },
  });
  const reply = requirePayload(
    payloadOf(await session.request(endpointNames.scan, request, { signal })),
    'respScanWifiResult',
  );
  return reply.entries.map(({ ssid, bssid, channel, rssi, auth }) => ({
    ssid: Uint8Array.from(ssid),
    bssid: Uint8Array.from(bssid),
    channel,
    rssi,
    authMode: auth,
  }));
}

function payloadOf(reply: Uint8Array): NetworkScanPayload['payload'] {
  const { status, payload } = decodeMessage(NetworkScanPayloadSchema, reply);
  requireSuccess('scan', status);
  return payload;
}
