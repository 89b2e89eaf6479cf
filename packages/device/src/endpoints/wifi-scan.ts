import { type Bytes, type Clock, ProvisioningError } from '@esp-prov/protocol';
import {
  decodeMessage,
  encodeMessage,
  NetworkScanMsgType,
  NetworkScanPayloadSchema,
  requirePayload,
  Status,
} from '@esp-prov/protocol/messages';
import type { Endpoint } from '../endpoint.ts';
import type { ManagerPhase } from '../manager/manager-state.ts';
import type { HeardNetwork, WifiDriver } from '../wifi-driver.ts';
import { WifiScanner, type WifiScannerOptions } from '../wifi-scanner.ts';
import { refuseThreadScan } from './thread-refusals.ts';

/** What the scan endpoint works with. */
export interface WifiScanOptions {
  readonly wifi: WifiDriver;
  readonly clock: Clock;
  readonly lines: WifiScannerOptions['lines'];
  readonly log: WifiScannerOptions['log'];
  readonly maxEntries: number;
  readonly keepsStrongest: boolean;
  readonly answersThread: boolean;
  readonly phase: () => ManagerPhase;
}

type Payload = NonNullable<Parameters<typeof encodeMessage<typeof NetworkScanPayloadSchema>>[1]['payload']>;

/** `prov-scan`: starts a scan, tells whether it is over, hands out results. esp-idf: wifi_provisioning/src/wifi_scan.c */
export function wifiScanEndpoint({ answersThread, phase, ...parts }: WifiScanOptions): Endpoint {
  const scanner = new WifiScanner(parts);
  const { maxEntries } = parts;

  async function start(request: { blocking: boolean; passive: boolean; groupChannels: number; periodMs: number }) {
    // Where the firmware would never finish (credentials already applied), refusing beats leaving the client to wait.
    const accepted = phase() === 'started';
    if (accepted) {
      const { passive, periodMs } = request;
      // One that runs is not begun anew, and nobody waits for its end.
      const blocking = request.blocking && !scanner.running;
      // The firmware keeps eight bits of the group size.
      const scan = scanner.start({ passive, dwellMs: periodMs, groupChannels: request.groupChannels & 0xff });
      if (blocking) await scan;
    }
    const status = accepted && !scanner.failed ? Status.SUCCESS : Status.INTERNAL_ERROR;
    return answer(NetworkScanMsgType.RESP_SCAN_WIFI_START, status, { case: 'respScanWifiStart', value: {} });
  }

  function status(): Bytes {
    const value = { scanFinished: !scanner.running, resultCount: scanner.found.length };
    return answer(NetworkScanMsgType.RESP_SCAN_WIFI_STATUS, Status.SUCCESS, { case: 'respScanWifiStatus', value });
  }

  function results({ startIndex, count }: { startIndex: number; count: number }): Bytes {
    if (startIndex >= maxEntries || startIndex + count > maxEntries) {
      throw new ProvisioningError('message/unexpected', `scan results end at ${maxEntries}`, {
        details: { startIndex, count },
      });
    }
    const entries = scanner.found.slice(startIndex, startIndex + count).map(toEntry);
    const complete = entries.length === count ? Status.SUCCESS : Status.INTERNAL_ERROR;
    return answer(NetworkScanMsgType.RESP_SCAN_WIFI_RESULT, complete, {
      case: 'respScanWifiResult',
      value: { entries },
    });
  }

  return (bytes) => {
    const { msg, payload } = decodeMessage(NetworkScanPayloadSchema, bytes);
    switch (msg) {
      case NetworkScanMsgType.CMD_SCAN_WIFI_START:
        return start(requirePayload(payload, 'cmdScanWifiStart'));
      case NetworkScanMsgType.CMD_SCAN_WIFI_STATUS:
        return status();
      case NetworkScanMsgType.CMD_SCAN_WIFI_RESULT:
        return results(requirePayload(payload, 'cmdScanWifiResult'));
      default: {
        const refusal = answersThread ? refuseThreadScan(msg) : undefined;
        if (refusal) return refusal;
        throw new ProvisioningError('message/unexpected', `prov-scan has no command ${msg}`);
      }
    }
  };
}

function toEntry({ ssid, channel, rssi, bssid, authMode }: HeardNetwork) {
  return { ssid, channel, rssi, bssid, auth: authMode as 0 };
}

function answer(msg: NetworkScanMsgType, status: Status, payload: Payload): Bytes {
  return encodeMessage(NetworkScanPayloadSchema, { msg, status, payload });
}
