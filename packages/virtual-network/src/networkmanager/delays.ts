import { type AirDelays, realAirDelays } from '../air/delays.ts';

/** How long things take in and around NetworkManager, in ms. */
export interface NetworkManagerDelays extends AirDelays {
  /** From the start of the daemon to a device that can scan. */
  readonly supplicantMs: number;
  /** Until an association without an answer is given up. */
  readonly supplicantTimeoutMs: number;
  /** Until a network without DHCP is given up. */
  readonly dhcpTimeoutMs: number;
  /** Until a connection is given up whose access point is silent. */
  readonly linkTimeoutMs: number;
  /** Shortest time between the beginnings of two scans. */
  readonly scanPauseMs: number;
  /** The same while a connection is active. */
  readonly activeScanPauseMs: number;
  /** Between two scans that nobody has asked for, at first; it grows to 40 times as long. */
  readonly periodicScanMs: number;
  /** Until a network without internet, a stored secret or a state of no length is done with. */
  readonly stepMs: number;
  /** Until a stopped device has let go. */
  readonly deactivateMs: number;
}

/** As NetworkManager 1.42 and emulated radios have them. */
export const realDelays: NetworkManagerDelays = {
  ...realAirDelays,
  supplicantMs: 300,
  supplicantTimeoutMs: 25_000,
  dhcpTimeoutMs: 45_000,
  linkTimeoutMs: 15_000,
  scanPauseMs: 1500,
  activeScanPauseMs: 8000,
  periodicScanMs: 3000,
  stepMs: 5,
  deactivateMs: 50,
};
