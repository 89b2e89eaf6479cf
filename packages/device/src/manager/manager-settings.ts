import { defaultHandlerSettings, type HandlerSettings } from '../endpoints/handler-settings.ts';
import { disconnectReasons } from '../wifi/wifi-driver.ts';

/** How a manager behaves; what differs between firmware releases and what an application may choose. */
export interface ManagerSettings extends HandlerSettings {
  /** Wait between the answer to Apply and the first attempt to join, in ms, so that the answer gets out. */
  readonly connectDelayMs: number;
  /** Wait between the stop and the end of the service, in ms, so that the last answer gets out; never less than 100. */
  readonly cleanupDelayMs: number;
  /** Whether the service ends by itself after success. */
  readonly autoStop: boolean;
  /** Longest time in ms that the service stays up after success if no client requests the status. */
  readonly autoStopMs: number;
  /** Whether the transport stays on when the service ends; ESP-IDF's “keep BLE on”. The transport has to know how. */
  readonly keepOnAfterStop: boolean;
  /** With `keepOnAfterStop`: whether the client's link is dropped when the service ends. */
  readonly disconnectAfterStop: boolean;
  /** Attempts to join before a failure is reported; 0: the first one counts, and unnamed reasons are retried for ever. */
  readonly connectionAttempts: number;
  /** Disconnect reasons that mean a wrong password. */
  readonly authErrorReasons: readonly number[];
  /** Disconnect reasons that mean a missing network. */
  readonly notFoundReasons: readonly number[];
  /** Whether the application is offered the station's configuration before Apply decides; since ESP-IDF v5.4. */
  readonly tellsStationConfig: boolean;
  /**
   * Whether the event of a failure has the reason of the one before, as v5.4.1 to v5.5 and network_provisioning ≤ 1.2.3
   * do.
   */
  readonly tellsStaleReason: boolean;
  /** Whether a second round after a reset goes on counting attempts; fixed in network_provisioning 1.2.2. */
  readonly attemptsSurviveReset: boolean;
  /** Whether a reset is also granted while nothing has failed; since network_provisioning 1.2.1. */
  readonly resetsFromStarted: boolean;
  /**
   * Whether only the session, the version and the application's endpoints are offered, also on boots of a device that
   * is provisioned: those of provisioning come by `enableProvisioning` and go after success, and the service goes on
   * until `deinit`. Since network_provisioning 1.4.0; inferred from its changelog and a draft.
   */
  readonly sessionOnly: boolean;
  /**
   * In session-only mode, when the endpoints of provisioning go: where the service would have stopped otherwise, or
   * `cleanupDelayMs` after success. Without `autoStop` they go by `stop` only. Inferred: the first is read in a draft of
   * network_provisioning 1.4.0, whose changelog only says that they go once provisioning completes.
   */
  readonly endpointsGo: 'at-stop' | 'at-success';
  /**
   * Whether `proto-ver` follows when the endpoints of provisioning come or go. Inferred: in the draft it is frozen at the
   * start, so it lists the capabilities of provisioning until the device restarts.
   */
  readonly renewsVersion: boolean;
  /** Whether provisioning can be enabled while the session-only service runs; the firmware asks for that before the start. */
  readonly enablesWhileRunning: boolean;
  /**
   * What goes first when the service stops: the transport, so that a client that still polls loses its link (since
   * network_provisioning 1.3.2, inferred from its changelog), or the endpoints, so that it finds none (read up to 1.2.4).
   */
  readonly teardown: 'transport-first' | 'endpoints-first';
  /**
   * Whether app info under a label that was used before is added to it. Since network_provisioning 1.3.0 it replaces it,
   * which is inferred from the changelog.
   */
  readonly repeatsAppInfo: boolean;
  /** Most scan results that are kept. */
  readonly maxScanEntries: number;
  /**
   * Whether a full list of scan results gives up its weakest entries. The firmware gives up its last ones before it
   * compares, as many as a channel brings, so weak networks of a late channel push out stronger ones.
   */
  readonly keepsStrongest: boolean;
}

const { micFailure, fourWayHandshakeTimeout, authFail, handshakeTimeout, noApFound } = disconnectReasons;

/** Behaviour of ESP-IDF v5.5 with one attempt, the newest release of wifi_provisioning, without its mistakes. */
export const defaultManagerSettings: ManagerSettings = {
  ...defaultHandlerSettings,
  connectDelayMs: 1000,
  cleanupDelayMs: 1000,
  autoStop: true,
  autoStopMs: 30_000,
  keepOnAfterStop: false,
  disconnectAfterStop: true,
  connectionAttempts: 0,
  authErrorReasons: [fourWayHandshakeTimeout, authFail, handshakeTimeout, micFailure],
  notFoundReasons: [noApFound],
  tellsStationConfig: true,
  tellsStaleReason: false,
  attemptsSurviveReset: false,
  resetsFromStarted: false,
  sessionOnly: false,
  endpointsGo: 'at-stop',
  renewsVersion: true,
  enablesWhileRunning: true,
  teardown: 'transport-first',
  repeatsAppInfo: false,
  maxScanEntries: 16,
  keepsStrongest: true,
};
