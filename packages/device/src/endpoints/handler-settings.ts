/**
 * What the handlers of `prov-config`, `prov-scan` and `prov-ctrl` refuse, and how. Each setting is a return path that
 * differs between releases; where a chip would read address zero and restart, the request is refused without an answer.
 */
export interface HandlerSettings {
  /** Whether commands for Thread are known, as in network_provisioning; a Wi-Fi build answers them with a status. */
  readonly answersThread: boolean;
  /**
   * Whether a command without its member is refused: ESP-IDF v5.2.7 and v5.5.5, network_provisioning 1.2.3. Before
   * them a Wi-Fi build of network_provisioning answers Thread commands without looking; all else cannot be answered.
   */
  readonly requiresMembers: boolean;
  /** Whether a page of scan results has to lie within the longest list: ESP-IDF v5.2.7 and v5.5.5, network_provisioning 1.2.3. */
  readonly checksScanBounds: boolean;
  /** Whether a page of no scan results is answered; before ESP-IDF v4.3 it finds no memory. */
  readonly answersEmptyPage: boolean;
  /**
   * Whether a page that ends beyond what was found is answered with what there is, and InternalError: ESP-IDF v5.2.7
   * and v5.5.5. network_provisioning 1.2.3 refuses it; everything older crashes.
   */
  readonly answersShortPage: boolean;
  /** Status of an Apply that is not possible; InvalidArgument before ESP-IDF v3.2.3. */
  readonly applyRefusal: 'internal-error' | 'invalid-argument';
  /** Whether a BSSID has to have six bytes or none; since ESP-IDF v3.2.3. */
  readonly checksBssid: boolean;
  /**
   * Whether the access point and the channel that come with the credentials are the ones that are joined. Espressif's
   * manager takes them and ignores them in every release.
   */
  readonly obeysBssid: boolean;
  /**
   * Bytes that follow an SSID of 32 bytes or a key of 64 in memory, and are read with them, as neither ends with a zero
   * then: in the status and in the log. network_provisioning fixed such reads in 1.2.5, as its changelog says. In which
   * answers they showed is inferred, so no profile has any: in the sources of 1.2.4 only the log reads on.
   */
  readonly overread: Uint8Array;
  /** Longest passphrase in bytes; 64 before ESP-IDF v3.2.3. */
  readonly maxPassphraseLength: number;
}

/** The handlers of ESP-IDF v5.5.5, the newest release of wifi_provisioning. */
export const defaultHandlerSettings: HandlerSettings = {
  answersThread: false,
  requiresMembers: true,
  checksScanBounds: true,
  answersEmptyPage: true,
  answersShortPage: true,
  applyRefusal: 'internal-error',
  checksBssid: true,
  obeysBssid: false,
  overread: new Uint8Array(0),
  maxPassphraseLength: 63,
};
