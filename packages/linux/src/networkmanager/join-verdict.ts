import { isAtLeast } from './nm-version.ts';

/** What is known of an attempt to join that NetworkManager has ended. */
export interface JoinEnd {
  /** Version of NetworkManager, such as `1.42.4`. */
  readonly version: string;
  /** `NMDeviceStateReason` of the change to a state below `prepare` or to `failed`; undefined when none was heard. */
  readonly deviceReason?: number | undefined;
  /** `NMActiveConnectionStateReason` of its end; undefined when none was heard. */
  readonly activeReason?: number | undefined;
  /** Whether the network was heard in a scan after the end. */
  readonly heard: boolean;
  /** Whether a passphrase was given. */
  readonly protected: boolean;
  /** Whether the passphrase may have been tried by SAE (WPA3). */
  readonly sae: boolean;
  /** Attempts that have ended for want of the right passphrase, this one included. */
  readonly tries: number;
}

/**
 * What an end means:
 *
 * - `auth-error`: the passphrase is wrong
 * - `not-found`: the network is not there
 * - `again`: perhaps the passphrase is wrong; one more attempt decides
 * - `connecting`: the network is there and lets the board in, or may yet; another attempt, no verdict
 * - `interrupted`: something else ended the attempt; another attempt, no verdict
 */
export type JoinVerdict = 'auth-error' | 'not-found' | 'again' | 'connecting' | 'interrupted';

/** What a reason says; the rules of {@link judgeJoin} make a verdict of it. */
type Finding = 'no-secrets' | 'supplicant' | 'no-ssid' | 'no-address' | 'interrupted' | 'other';

/** `NMDeviceStateReason`, read from nm-dbus-interface.h of 1.42.4. */
const deviceFindings: ReadonlyMap<number, Finding> = new Map([
  [2, 'interrupted'], // now managed
  [3, 'interrupted'], // now unmanaged
  [5, 'no-address'], // IP configuration unavailable
  [6, 'no-address'], // IP configuration expired
  // A wrong passphrase ends here: NetworkManager asks for another one, and no agent answers. So does a wrong one of WPA3
  // since 1.58 (inferred from its changelog and source).
  [7, 'no-secrets'],
  [8, 'supplicant'], // disconnected
  [9, 'supplicant'], // configuration failed
  [10, 'supplicant'], // failed
  [11, 'supplicant'], // timeout
  [15, 'no-address'], // DHCP start failed
  [16, 'no-address'], // DHCP error
  [17, 'no-address'], // DHCP failed
  [36, 'interrupted'], // device removed
  [37, 'interrupted'], // sleeping
  [38, 'interrupted'], // connection removed
  [39, 'interrupted'], // user requested
  [40, 'interrupted'], // carrier
  [42, 'interrupted'], // supplicant available
  [53, 'no-ssid'],
  [60, 'interrupted'], // new activation
  [64, 'no-address'], // address in use
]);

/** `NMActiveConnectionStateReason`, for an end of which no reason of the device was heard. */
const activeFindings: ReadonlyMap<number, Finding> = new Map([
  [2, 'interrupted'], // user disconnected
  [3, 'interrupted'], // device disconnected
  [4, 'interrupted'], // service stopped
  [5, 'no-address'], // IP configuration invalid
  [6, 'supplicant'], // connect timeout
  [9, 'no-secrets'],
  [10, 'no-secrets'], // login failed
  [11, 'interrupted'], // connection removed
  [12, 'interrupted'], // dependency failed
  [13, 'interrupted'], // device cannot be realized
  [14, 'interrupted'], // device removed
]);

/** Attempts that have to fail for want of the right passphrase before it is called wrong. */
const triesForAuthError = 2;
/** The first version that asks again after a wrong passphrase of WPA3, as it does after one of WPA2. */
const asksAgainAfterSae = '1.58';

/** Returns what the end of an attempt means. */
export function judgeJoin(end: JoinEnd): JoinVerdict {
  switch (findingOf(end)) {
    case 'no-secrets':
      if (!end.protected) return 'connecting';
      // A handshake that failed while the router starts looks the same, so the first one does not count.
      return end.tries < triesForAuthError ? 'again' : 'auth-error';
    case 'supplicant':
      if (!end.heard) return 'not-found';
      if (!end.protected) return 'connecting';
      return end.tries < triesForAuthError ? 'again' : 'auth-error';
    case 'no-ssid':
      if (!end.heard || !end.protected || !end.sae) return 'not-found';
      // Until 1.56 a wrong passphrase of WPA3 looks like a missing network: wpa_supplicant never begins to associate. It
      // has tried again and again for 25 s by then, so there is no need for one more attempt. Later versions ask again,
      // where their wpa_supplicant says that the passphrase is wrong; an older one does not (inferred).
      return isAtLeast(end.version, asksAgainAfterSae) && end.tries < triesForAuthError ? 'again' : 'auth-error';
    case 'interrupted':
      return 'interrupted';
    default:
      return 'connecting';
  }
}

function findingOf({ deviceReason, activeReason }: Pick<JoinEnd, 'deviceReason' | 'activeReason'>): Finding {
  const ofDevice = deviceReason === undefined ? undefined : deviceFindings.get(deviceReason);
  return ofDevice ?? (activeReason === undefined ? undefined : activeFindings.get(activeReason)) ?? 'other';
}

/** Whether it depends on a new scan what an end means. */
export function needsHearing(end: Pick<JoinEnd, 'deviceReason' | 'activeReason'>): boolean {
  const finding = findingOf(end);
  return finding === 'supplicant' || finding === 'no-ssid';
}
