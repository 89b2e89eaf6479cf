import type { Clock, DeviceSecurity, Log } from '@esp-prov/protocol';
import type { DeviceTransport } from '../device-transport.ts';
import type { Endpoint } from '../endpoint.ts';
import type { KeyValueStore } from '../key-value-store.ts';
import type { WifiDriver } from '../wifi/wifi-driver.ts';
import type { FirmwareWords } from '../words/firmware-words.ts';
import type { ManagerCallback } from './event-teller.ts';
import type { ManagerSettings } from './manager-settings.ts';

/** Parts of a provisioning manager. */
export interface ProvisioningManagerOptions {
  readonly transport: DeviceTransport;
  readonly wifi: WifiDriver;
  readonly store: KeyValueStore;
  readonly clock?: Clock | undefined;
  readonly log?: Log | undefined;
  /** What differs in the lines of the log from ESP-IDF v5.5.5, those of the transport included. */
  readonly words?: Partial<FirmwareWords> | undefined;
  /** Whether the log shows secret bytes, as firmware does at level debug; else they are masked. */
  readonly logsSecrets?: boolean | undefined;
  readonly settings?: Partial<ManagerSettings> | undefined;
  /** Gets every event first, for work of the transport, such as freeing memory at the end. */
  readonly onSchemeEvent?: ManagerCallback | undefined;
  /**
   * Gets every event after `onSchemeEvent` and before the watchers, while the manager waits: what it changes in the
   * configuration of `station-config` is what the device stores and joins.
   */
  readonly onEvent?: ManagerCallback | undefined;
  /**
   * Waits between a stop and the end of the service, in place of `cleanupDelayMs`; for example until the client has gone.
   * It has to end by itself, and rejects when the signal aborts.
   */
  readonly cleanupWait?: ((signal: AbortSignal) => Promise<void>) | undefined;
}

/** How a service is opened. */
export interface StartOptions {
  /** Name that clients look for; on BLE at most 29 bytes, as an SSID at most 32. */
  readonly serviceName: string;
  readonly security: DeviceSecurity;
  /** Capabilities of the scheme, such as `no_pop`; scan is added by itself. */
  readonly capabilities?: readonly string[] | undefined;
  /** Handler of `proto-ver`; by default it answers as ESP-IDF v5.5 does. */
  readonly version?: Endpoint | undefined;
  /** Built-in endpoints that are not offered, as old releases lack some. */
  readonly without?: readonly string[] | undefined;
  /** Whether wrong proofs in a row make further ones wait for up to 10 seconds each; default true. */
  readonly brake?: boolean | undefined;
  /** Only to be an old release: a session that replaces another one goes on with its keys. Default false. */
  readonly keepsReplacedSession?: boolean | undefined;
}

/** How long to wait for a manager. */
export interface ManagerWaitOptions {
  /** Breaks the wait off; what is waited for goes on. */
  readonly signal?: AbortSignal | undefined;
  /** Longest time in ms; default: no limit. */
  readonly timeoutMs?: number | undefined;
}
