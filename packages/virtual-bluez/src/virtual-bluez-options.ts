import type { Clock, Log } from '@esp-prov/protocol';
import type { BluezDelays } from './delays.ts';
import type { VirtualBluez } from './virtual-bluez.ts';

/** A virtual adapter; omitted members follow from its place in the list. */
export interface VirtualAdapter {
  /** Default `hci0`, `hci1`, … */
  readonly name?: string | undefined;
  /** Default `02:00:00:00:00:00`, `…:01`, … */
  readonly address?: string | undefined;
  /** Default `public`. */
  readonly addressType?: 'public' | 'random' | undefined;
  /** Name of the machine that it is in; default `virtual0`, `virtual1`, … */
  readonly systemName?: string | undefined;
  /** Longest packet of the Attribute Protocol that it agrees to, in bytes; default 517. */
  readonly mtu?: number | undefined;
  /** Whether it goes on advertising while a central is connected, so that several can be; default false. */
  readonly keepsAdvertising?: boolean | undefined;
  /** Default true. */
  readonly powered?: boolean | undefined;
}

/** How to start a virtual BlueZ. */
export interface VirtualBluezOptions {
  /** The adapters, or how many; default two. */
  readonly adapters?: number | readonly VirtualAdapter[] | undefined;
  /** Address of an existing bus. By default one is started, which ends with the virtual BlueZ. */
  readonly bus?: string | undefined;
  /** Another virtual BlueZ, for this one to be a second machine in its room: their adapters hear each other. */
  readonly near?: VirtualBluez | undefined;
  readonly delays?: Partial<BluezDelays> | undefined;
  /**
   * The BlueZ that is modelled. The only difference: up to 5.68 a program that offers a service is not given values of
   * more than 510 bytes, or 508 that need several packets. Default `5.72`.
   */
  readonly release?: '5.66' | '5.72' | undefined;
  readonly clock?: Clock | undefined;
  readonly log?: Log | undefined;
  /** Ends the start. */
  readonly signal?: AbortSignal | undefined;
}
