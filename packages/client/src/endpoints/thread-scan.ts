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

/** A Thread network as the device hears it. */
export interface ThreadNetwork {
  readonly panId: number;
  readonly channel: number;
  /** Signal strength in dBm. */
  readonly rssi: number;
  /** Link quality, 0 to 255. */
  readonly lqi: number;
  /** Eight bytes of the router that was heard. */
  readonly extendedAddress: Bytes;
  readonly name: string;
  /** Eight bytes. */
  readonly extendedPanId: Bytes;
}

/** How the device is to scan for Thread networks. */
export interface ThreadScanOptions extends ScanLimit {
  /** Whether the device answers only when the scan is over; default false, as in `ScanOptions`. */
  readonly blocking?: boolean | undefined;
  /** A bit for each channel; 0, the default: all. */
  readonly channelMask?: number | undefined;
}

/** Returns the requests of a Thread scan. */
export function threadScanRequests(session: Session, options: ThreadScanOptions): ScanRequests<ThreadNetwork> {
  const { blocking = false, channelMask = 0, signal } = options;
  const ask = async (request: Bytes) => scanReply(await session.request(endpointNames.scan, request, { signal }));
  return {
    async start() {
      const request = encodeMessage(NetworkScanPayloadSchema, {
        msg: NetworkScanMsgType.CMD_SCAN_THREAD_START,
        payload: { case: 'cmdScanThreadStart', value: { blocking, channelMask } },
      });
      requirePayload(await ask(request), 'respScanThreadStart');
    },
    async status() {
      return requirePayload(await ask(encodeThreadScanStatus()), 'respScanThreadStatus');
    },
    async results(startIndex, count) {
      const request = encodeMessage(NetworkScanPayloadSchema, {
        msg: NetworkScanMsgType.CMD_SCAN_THREAD_RESULT,
        payload: { case: 'cmdScanThreadResult', value: { startIndex, count } },
      });
      const { entries } = requirePayload(await ask(request), 'respScanThreadResult');
      return entries.map(({ panId, channel, rssi, lqi, extAddr, networkName, extPanId }) => ({
        panId,
        channel,
        rssi,
        lqi,
        extendedAddress: Uint8Array.from(extAddr),
        name: networkName,
        extendedPanId: Uint8Array.from(extPanId),
      }));
    },
  };
}

/** Encodes the question how far a Thread scan is. */
export function encodeThreadScanStatus(): Bytes {
  return encodeMessage(NetworkScanPayloadSchema, { msg: NetworkScanMsgType.CMD_SCAN_THREAD_STATUS });
}
