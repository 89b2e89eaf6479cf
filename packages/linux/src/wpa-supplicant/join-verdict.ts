/** What wpa_supplicant reports while it joins, about the interface. */
export interface JoinReport {
  /** Whether the network that is to be joined is the current one; undefined: as before. */
  readonly isOurs?: boolean | undefined;
  readonly state?: string | undefined;
  /** Reason code of IEEE 802.11 of an end of the link; negative where this side ended it. */
  readonly disconnectReason?: number | undefined;
  /** Status code of IEEE 802.11 of an answer to the authentication. */
  readonly authStatusCode?: number | undefined;
  /** Status code of IEEE 802.11 of an answer to the association. */
  readonly assocStatusCode?: number | undefined;
  /** A scan has ended. */
  readonly scanDone?: boolean | undefined;
  /** wpa_supplicant itself says that the key is wrong: signals of 2.11 and later. */
  readonly saysWrongKey?: boolean | undefined;
}

/** How far an attempt has come. */
export interface JoinProgress {
  readonly isOurs: boolean;
  readonly state: string;
  /** Whether wpa_supplicant has tried the network at all. */
  readonly tried: boolean;
  /** Scans in a row of which nothing came. */
  readonly idleScans: number;
}

/** An attempt that has not begun. */
export const joinBegin: JoinProgress = { isOurs: false, state: '', tried: false, idleScans: 0 };

/**
 * What a report means:
 *
 * - `joined`: the board is in the network; its address may still be missing
 * - `wrong-key`: the passphrase seems wrong
 * - `elsewhere`: another network was joined before this one was tried; it may have been under way
 * - `passed-over`: wpa_supplicant finds nothing to join by this name, or has gone back to another network
 * - `go-on`: nothing yet; wpa_supplicant tries again by itself
 */
export type JoinVerdict =
  | { readonly kind: 'joined' | 'elsewhere' | 'passed-over' | 'go-on' }
  | { readonly kind: 'wrong-key'; readonly sae: boolean };

/** Scans in a row without a try, after which there is nothing to join. */
const idleScansForAbsence = 3;

/** States in which the keys are proven: a link that ends there ends because of the passphrase. */
const handshakes: ReadonlySet<string> = new Set(['4way_handshake', 'group_handshake']);

const trying: ReadonlySet<string> = new Set(['authenticating', 'associating', 'associated', ...handshakes]);

/** Reason of an end by this side that has nothing to do with the key: the access point answers otherwise than it announces. */
const elementDiffers = -17;

/** Status codes of SAE that say: the passwords differ. hostapd sends the first, the second is `challenge failure`. */
const saeMismatch: ReadonlySet<number> = new Set([1, 15]);

/**
 * Returns what a report means, and how far the attempt has come with it.
 *
 * @param sae - whether the passphrase may be tried by SAE (WPA3)
 */
export function judgeReport(
  before: JoinProgress,
  report: JoinReport,
  { sae, passphrase }: { readonly sae: boolean; readonly passphrase: boolean },
): { readonly progress: JoinProgress; readonly verdict: JoinVerdict } {
  const isOurs = report.isOurs ?? before.isOurs;
  const state = report.state ?? before.state;
  // What follows within a few milliseconds comes in one report.
  const inHandshake = handshakes.has(before.state) || handshakes.has(state);
  const began = isOurs && trying.has(state);
  const idleScans = began ? 0 : before.idleScans + (report.scanDone === true ? 1 : 0);
  const progress = { isOurs, state, tried: before.tried || began, idleScans };
  return { progress, verdict: verdictOf() };

  function verdictOf(): JoinVerdict {
    const wasOurs = before.isOurs || isOurs;
    if (passphrase && wasOurs && wrongKey()) return { kind: 'wrong-key', sae: !inHandshake };
    if (report.state === 'completed' && isOurs) return { kind: 'joined' };
    if (report.state === 'completed') return { kind: before.tried ? 'passed-over' : 'elsewhere' };
    return { kind: idleScans >= idleScansForAbsence ? 'passed-over' : 'go-on' };
  }

  function wrongKey(): boolean {
    if (report.saysWrongKey === true) return true;
    if (sae && report.authStatusCode !== undefined && saeMismatch.has(report.authStatusCode)) return true;
    // As wpa_supplicant itself judges: of an access point that just does not go on there is no other sign.
    const { disconnectReason } = report;
    return disconnectReason !== undefined && disconnectReason !== elementDiffers && inHandshake;
  }
}
