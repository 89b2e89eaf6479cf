/** When a board offers provisioning. A board without a network of ours always does, unless `on` is `demand`. */
export interface StartPolicy {
  /**
   * What begins it by itself: `unprovisioned` (default): only that the board has no network of ours; `offline`: also that
   * it is not in a network `offlineMs` after the start; `always`, over an access point until the next success; `demand`:
   * nothing. The loss of a network later than at a start begins nothing.
   */
  readonly on?: 'unprovisioned' | 'offline' | 'always' | 'demand' | undefined;
  /** With `offline`: how long the board may take to get into a network after the start; default 60 000 ms. */
  readonly offlineMs?: number | undefined;
  /** Also after so many starts of the board in a row in which it never got into a network; default: never for that. */
  readonly failedBoots?: number | undefined;
  /**
   * How long provisioning is offered at most, in ms, from its begin or its last sign of a client that has proven
   * itself; default: no limit. Only an access point that was opened although the board has a network is closed after
   * 600 000 ms, so that it can be tried again; where it still fails, provisioning is offered again `offlineMs` later.
   */
  readonly windowMs?: number | undefined;
}

/** Why provisioning begins. */
export type StartReason = 'unprovisioned' | 'offline' | 'failed-boots' | 'always' | 'demand';
