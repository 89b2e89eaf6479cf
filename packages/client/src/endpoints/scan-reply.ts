import { decodeMessage, type NetworkScanPayload, NetworkScanPayloadSchema } from '@esp-prov/protocol/messages';
import { requireSuccess } from './require-success.ts';

/** The payload of an answer of `prov-scan` that reports success. */
export function scanReply(reply: Uint8Array): NetworkScanPayload['payload'] {
  const { status, payload } = decodeMessage(NetworkScanPayloadSchema, reply);
  requireSuccess('scan', status);
  return payload;
}
