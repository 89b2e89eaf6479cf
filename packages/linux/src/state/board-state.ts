import type { KeyValueStore, WifiCredentials } from '@esp-prov/device';
import type { Bytes, SecurityVersion } from '@esp-prov/protocol';

/** Who a board is: made from a strong random number at its first start, and kept until `erase`. */
export interface BoardIdentity {
  /** Name of its service, such as `PROV_261FCC`. */
  readonly name: string;
  readonly securityVersion: SecurityVersion;
  /** Proof of possession of security 1, or password of security 2; undefined for none. */
  readonly pop?: string | undefined;
  /** User name of security 2. */
  readonly username?: string | undefined;
  /** Salt and verifier of security 2. */
  readonly verifier?: { readonly salt: Bytes; readonly verifier: Bytes } | undefined;
  /** Passphrase of the board's access point; undefined: it is open. */
  readonly hotspotPassphrase?: string | undefined;
}

/** What a board keeps on its disk: files of mode 0600 in a folder of its own, each replaced as a whole. */
export interface BoardState extends AsyncDisposable {
  /** Folder, such as `/var/lib/esp-prov`. */
  readonly folder: string;
  /**
   * Store of the provisioning manager. What it writes stays in memory until `prove`, so that a start after a wrong password,
   * or after a power cut in mid-join, finds a board without a network. Proven credentials that are erased count at
   * once; with unproven ones only these are forgotten, and the network before them comes back with `discard` or the next
   * start.
   */
  readonly store: KeyValueStore;
  /** Writes the credentials that have led into the network. */
  prove(): Promise<void>;
  /** Returns the credentials that were proven; undefined for a board without a network of ours. */
  proven(): Promise<WifiCredentials | undefined>;
  /** Whether the Wi-Fi service has the proven network too, as it was told with `noteKept`; a new `prove` begins anew. */
  isKept(): Promise<boolean>;
  noteKept(): Promise<void>;
  /** Forgets what was not proven: the store has again what is on the disk. */
  discard(): Promise<void>;
  /** Forgets the network, proven or not. */
  forgetNetwork(): Promise<void>;
  /** Returns the identity; undefined before the first start. */
  identity(): Promise<BoardIdentity | undefined>;
  /** Keeps an identity. A label that was shown of another one counts as not shown. */
  saveIdentity(identity: BoardIdentity): Promise<void>;
  /** Whether the label was shown already; it is shown by itself once only. */
  labelShown(): Promise<boolean>;
  noteLabelShown(): Promise<void>;
  /** Counts this start of the system as one without a network, once for each; returns how many there are in a row. */
  noteBoot(): Promise<number>;
  /** The board got into a network: no boot has failed. */
  noteOnline(): Promise<void>;
  /** Forgets all, the identity included. */
  erase(): Promise<void>;
}
