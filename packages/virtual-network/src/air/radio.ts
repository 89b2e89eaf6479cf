import type { VirtualInterface } from '../virtual-network-options.ts';
import type { AccessPoint } from './access-point.ts';

/** A Wi-Fi interface that is plugged in. */
export interface Radio {
  /** Such as `wlan0`. */
  readonly name: string;
  /** Such as `02:00:00:00:00:00`. */
  readonly mac: string;
  /** The access point that it is connected to. */
  connection: AccessPoint | undefined;
  /** The access point that it is. */
  hotspot: RadioHotspot | undefined;
}

/** The access point that a radio is. */
export interface RadioHotspot {
  readonly ssid: Uint8Array;
  readonly passphrase: string | undefined;
  readonly channel: number;
  addresses: readonly string[];
}

/** Returns the radio of an interface, which is the one with that `index`. */
export function radioOf(given: VirtualInterface, index: number): Radio {
  const last = index.toString(16).padStart(2, '0').toUpperCase();
  return {
    name: given.name ?? `wlan${index}`,
    mac: (given.mac ?? `02:00:00:00:00:${last}`).toUpperCase(),
    connection: undefined,
    hotspot: undefined,
  };
}
