import type { StartPolicy, StartReason } from './start-policy.ts';

/** What a start policy knows of its board. */
export interface PolicyState {
  /** Whether a network of ours is kept. */
  readonly provisioned: boolean;
  readonly online: boolean;
  /** Why provisioning is offered now; undefined: it is not. */
  readonly offered: StartReason | undefined;
  /** Whether credentials of a client are tried, so that only a person may end it. */
  readonly busy: boolean;
  /** Why it is to be offered again after a failure. */
  readonly retried: StartReason | undefined;
}

/** What happens to a board. */
export type PolicyInput =
  /** The board has started. `failedBoots`: starts in a row that did not lead into a network, this one included. */
  | { readonly kind: 'started'; readonly provisioned: boolean; readonly online: boolean; readonly failedBoots: number }
  | { readonly kind: 'online' | 'offline' }
  /** Somebody demands that it is offered: by a signal, over D-Bus or with a button. */
  | { readonly kind: 'demand' }
  | { readonly kind: 'withdraw' }
  /** The network that was kept is forgotten. */
  | { readonly kind: 'forgotten' }
  /** A client was there. */
  | { readonly kind: 'client' }
  /** A client has handed over credentials, whose outcome is not known yet. */
  | { readonly kind: 'joining' }
  /** They were refused by the network. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'succeeded' }
  /** What was offered has ended by a failure. */
  | { readonly kind: 'failed' }
  | { readonly kind: 'timer'; readonly timer: PolicyTimer };

/** What a policy waits for: that the board gets into its network, the end of the window, another try after a failure. */
export type PolicyTimer = 'offline' | 'window' | 'retry';

/** Why provisioning is not offered any more. */
export type IdleReason = 'succeeded' | 'window-over' | 'stopped' | 'failed' | 'online';

/** What is to be done. */
export type PolicyEffect =
  | { readonly kind: 'begin'; readonly reason: StartReason }
  | { readonly kind: 'end'; readonly why: IdleReason }
  /** A timer that runs begins anew. */
  | { readonly kind: 'start-timer'; readonly timer: PolicyTimer; readonly ms: number }
  | { readonly kind: 'cancel-timer'; readonly timer: PolicyTimer };

/** What becomes of a state. */
export interface PolicyTransition {
  readonly state: PolicyState;
  readonly effects: readonly PolicyEffect[];
}

/** A policy, and what the transport of the board has a say in. */
export interface PolicyRules extends StartPolicy {
  /** Whether the board can offer provisioning and stay in its network. */
  readonly canStayOnline: boolean;
}
