import { fromHex, ProvisioningError } from '@esp-prov/protocol';
import {
  decodeMessage,
  encodeMessage,
  NetworkConfigMsgType,
  NetworkConfigPayloadSchema,
  NetworkScanMsgType,
  NetworkScanPayloadSchema,
  WifiStationState,
} from '@esp-prov/protocol/messages';
import type { CallOptions } from '../../src/index.ts';
import { ScriptedTransport, type SeenExchange } from './scripted-transport.ts';

type StatusValue = Parameters<typeof encodeStatus>[0];

/** What the device does on one poll: an answer, or the code by which the exchange fails. */
export type Poll = StatusValue | { readonly fails: 'link/lost' | 'link/timeout' | 'endpoint/refused' };

export const connecting: Poll = { staState: WifiStationState.CONNECTING };
export const disconnected: Poll = { staState: WifiStationState.DISCONNECTED };
export const wrongPassword: Poll = {
  staState: WifiStationState.CONNECTION_FAILED,
  state: { case: 'failReason', value: 0 },
};
export const connected: Poll = {
  staState: WifiStationState.CONNECTED,
  state: {
    case: 'connected',
    value: { ip4Addr: '192.168.1.42', ssid: Uint8Array.of(0x68), bssid: new Uint8Array(6), channel: 6, authMode: 3 },
  },
};

export function attemptsLeft(attemptsRemaining: number): Poll {
  return {
    staState: WifiStationState.CONNECTING,
    state: { case: 'attemptFailed', value: { attemptsRemaining } },
  };
}

/** A device under security 0 whose answers are scripted; the last poll repeats. */
export interface PlainDeviceScript {
  readonly polls?: readonly Poll[];
  readonly apply?: (options: CallOptions) => Uint8Array | Promise<Uint8Array>;
  readonly set?: Uint8Array;
  readonly scan?: (request: Uint8Array) => Uint8Array | Promise<Uint8Array>;
  /** Handshakes that fail, from the second one on. */
  readonly failingReopens?: number;
}

export function plainDevice(script: PlainDeviceScript = {}): ScriptedTransport {
  const polls = [...(script.polls ?? [connected])];
  let handshakes = 0;
  const answer = async ({ endpoint, request }: SeenExchange, options: CallOptions): Promise<Uint8Array> => {
    switch (endpoint) {
      case 'prov-session':
        handshakes++;
        if (handshakes > 1 && handshakes - 1 <= (script.failingReopens ?? 0)) throw new ProvisioningError('link/lost');
        return fromHex('52050801aa0100');
      case 'prov-scan':
        return (await script.scan?.(request)) ?? new Uint8Array(0);
      default:
        if (request[0] === 0x52) return poll(polls.length > 1 ? polls.shift() : polls[0]);
        if (request[1] === 2) return script.set ?? fromHex('08036a00');
        return script.apply ? await script.apply(options) : fromHex('08057a00');
    }
  };
  return new ScriptedTransport(answer);
}

function poll(next: Poll | undefined): Uint8Array {
  if (!next) throw new Error('the script has no polls');
  return encodePoll(next);
}

/** The answer of a device to a status question. @throws ProvisioningError where the exchange fails */
export function encodePoll(next: Poll): Uint8Array {
  if ('fails' in next) throw new ProvisioningError(next.fails);
  return encodeStatus(next);
}

function encodeStatus(
  value: Extract<
    NonNullable<Parameters<typeof encodeMessage<typeof NetworkConfigPayloadSchema>>[1]['payload']>,
    { case: 'respGetWifiStatus' }
  >['value'],
): Uint8Array {
  return encodeMessage(NetworkConfigPayloadSchema, {
    msg: NetworkConfigMsgType.RESP_GET_WIFI_STATUS,
    payload: { case: 'respGetWifiStatus', value },
  });
}

/** How a scan goes beside its results. */
export interface ScanScript {
  /** Results that the device claims to have. */
  readonly count?: number;
  /** Status requests that find the scan still running. */
  readonly unfinished?: number;
  /** Most entries that the device puts into one answer. */
  readonly longestPage?: number;
}

/** The answer to a scan request of any kind, over a list of `names`. */
export function scanAnswers(
  names: readonly string[],
  { count = names.length, unfinished = 0, longestPage = 255 }: ScanScript = {},
): { answer: (request: Uint8Array) => Uint8Array; pages: { startIndex: number; count: number }[] } {
  const pages: { startIndex: number; count: number }[] = [];
  let stillRunning = unfinished;
  const answer = (bytes: Uint8Array): Uint8Array => {
    const { msg, payload } = decodeMessage(NetworkScanPayloadSchema, bytes);
    switch (msg) {
      case NetworkScanMsgType.CMD_SCAN_WIFI_START:
        return fromHex('08015a00');
      case NetworkScanMsgType.CMD_SCAN_WIFI_STATUS:
        return encodeMessage(NetworkScanPayloadSchema, {
          msg: NetworkScanMsgType.RESP_SCAN_WIFI_STATUS,
          payload: {
            case: 'respScanWifiStatus',
            value: { scanFinished: stillRunning-- <= 0, resultCount: count },
          },
        });
      default: {
        if (payload.case !== 'cmdScanWifiResult') throw new Error('no scan request');
        const { startIndex, count: wanted } = payload.value;
        pages.push({ startIndex, count: wanted });
        const entries = names.slice(startIndex, startIndex + Math.min(wanted, longestPage)).map((name) => ({
          ssid: Uint8Array.from(name, (character) => character.charCodeAt(0)),
        }));
        return encodeMessage(NetworkScanPayloadSchema, {
          msg: NetworkScanMsgType.RESP_SCAN_WIFI_RESULT,
          payload: { case: 'respScanWifiResult', value: { entries } },
        });
      }
    }
  };
  return { answer, pages };
}
