import { decodeUtf8, toHex } from '@esp-prov/protocol';
import type { LinuxDeviceEvent } from './linux-device.ts';

/** An event in words and numbers, for other programs. No secret is in it. */
export interface EventFacts {
  /** Such as `offering`, `credentials-failed`, `online`. */
  readonly kind: string;
  readonly [fact: string]: string | number | boolean;
}

/** Returns what other programs get to know about an event: never a passphrase. */
export function eventFacts(event: LinuxDeviceEvent): EventFacts {
  if (event.kind !== 'manager') return { ...event };
  const inner = event.event;
  switch (inner.kind) {
    case 'station-config':
      return { kind: inner.kind, ...networkOf(inner.config) };
    case 'credentials-received':
      return { kind: inner.kind, ...networkOf(inner.credentials) };
    case 'credentials-failed':
      return { kind: inner.kind, reason: inner.reason };
    case 'credentials-succeeded': {
      const { ip4, channel, rssi } = inner.connection;
      return { kind: inner.kind, ...networkOf(inner.connection), ip4, channel, rssi };
    }
    default:
      return { kind: inner.kind };
  }
}

function networkOf({ ssid, bssid }: { readonly ssid: Uint8Array; readonly bssid?: Uint8Array | undefined }) {
  // An SSID is any bytes; what is no text has its bytes only.
  const name = decodeUtf8(ssid);
  return {
    ...(name === undefined ? {} : { ssid: name }),
    ssidHex: toHex(ssid),
    ...(bssid ? { bssid: toHex(bssid).replace(/..(?=.)/g, '$&:') } : {}),
  };
}
