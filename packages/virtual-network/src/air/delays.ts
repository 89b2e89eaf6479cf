/** How long the radio and the networks take, in ms. */
export interface AirDelays {
  /** A scan of all channels. */
  readonly scanMs: number;
  /** Until an access point has let somebody in whose key is right. */
  readonly joinMs: number;
  /** Until a wrong WPA2 key is noticed: an access point does not say so, it only does not go on. */
  readonly wrongKeyMs: number;
  /** Until a wrong SAE password is refused. */
  readonly wrongSaeMs: number;
  /** Until a radio notices that its access point is silent. */
  readonly lossMs: number;
  /** Until the network has given an address. */
  readonly dhcpMs: number;
  /** Until an access point of one's own is open. */
  readonly hotspotMs: number;
}

/** As real ones take in a quiet room, measured with wpa_supplicant 2.10 and emulated radios. */
export const realAirDelays: AirDelays = {
  scanMs: 1900,
  joinMs: 160,
  wrongKeyMs: 4000,
  wrongSaeMs: 150,
  lossMs: 1000,
  dhcpMs: 1000,
  hotspotMs: 500,
};
