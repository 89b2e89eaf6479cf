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
import type { ManagerSettings } from '../manager/manager-settings.ts';
import type { ManagerPhase } from '../manager/manager-state.ts';
import type { HeardNetwork, WifiDriver } from '../wifi/wifi-driver.ts';
import { WifiScanner, type WifiScannerOptions } from '../wifi/wifi-scanner.ts';
import type { HandlerSettings } from './handler-settings.ts';
import { refuseThreadScan } from './thread-refusals.ts';

/** What the scan endpoint works with. */
export interface WifiScanOptions {
  readonly wifi: WifiDriver;
  readonly clock: Clock;
  readonly lines: WifiScannerOptions['lines'];
  readonly log: WifiScannerOptions['log'];
  readonly settings: Pick<ManagerSettings, 'maxScanEntries' | 'keepsStrongest'> & HandlerSettings;
  readonly phase: () => ManagerPhase;
}

type Payload = NonNullable<Parameters<typeof encodeMessage<typeof NetworkScanPayloadSchema>>[1]['payload']>;

/**
 * Returns the endpoint `prov-scan`: it starts a scan, says whether it is over and hands out results. esp-idf:
 * wifi_provisioning/src/wifi_scan.c; idf-extra-components: network_provisioning/src/network_scan.c
 */
export function wifiScanEndpoint({ settings, phase, ...parts }: WifiScanOptions): Endpoint {
  const { maxScanEntries: maxEntries, keepsStrongest } = settings;
  const scanner = new WifiScanner({ ...parts, maxEntries, keepsStrongest });

  async function start(request: { blocking: boolean; passive: boolean; groupChannels: number; periodMs: number }) {
    // Where the firmware would never finish (credentials already applied), refusing beats leaving the client to wait.
    const accepted = phase() === 'started';
    if (accepted) {
      const { passive, periodMs } = request;
      // A running scan is not started again, and no request waits for its end.
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
    const { checksScanBounds, answersEmptyPage, answersShortPage } = settings;
    const refuse = (why: string) =>
      new ProvisioningError('message/unexpected', why, { details: { startIndex, count } });
    if (checksScanBounds && (startIndex >= maxEntries || startIndex + count > maxEntries)) {
      throw refuse(`scan results end at ${maxEntries}`);
    }
    if (count === 0 && !answersEmptyPage) throw refuse('a page of scan results has at least one');
    // Releases that do not look keep sixteen bits of the place.
    const first = checksScanBounds ? startIndex : startIndex & 0xffff;
    const entries = scanner.found.slice(first, first + count).map(toEntry);
    const complete = entries.length === count;
    if (!complete && !answersShortPage) throw refuse(`only ${scanner.found.length} networks were found`);
    return answer(NetworkScanMsgType.RESP_SCAN_WIFI_RESULT, complete ? Status.SUCCESS : Status.INTERNAL_ERROR, {
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
        const refusal = refuseThreadScan(msg, payload.case, settings);
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
