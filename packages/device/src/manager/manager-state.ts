import type { WifiConnection, WifiCredentials } from '../wifi/wifi-driver.ts';
import type { ManagerLine } from '../words/manager-words.ts';
import type { FailReason, ManagerEvent } from './manager-event.ts';

/** Phases of a manager, in the order of the numbers that the firmware logs. */
export const managerPhases = [
  'idle',
  'starting',
  'started',
  'credentials-received',
  'failed',
  'succeeded',
  'stopping',
] as const;

/** One of {@link managerPhases}. */
export type ManagerPhase = (typeof managerPhases)[number];

/** What a status request is answered from. It outlives a reset, so polls after one still report the old failure. */
export type StationState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'attempt-failed'; readonly attemptsRemaining: number }
  | { readonly kind: 'connected'; readonly connection: WifiConnection }
  | { readonly kind: 'failed'; readonly reason: FailReason };

/** All that a manager remembers. */
export interface ManagerState {
  /** Whether there is a manager at all: from `init` on until it is de-initialized. */
  readonly initialized: boolean;
  /** Whether the manager goes away with the end of the service that is coming. */
  readonly deinitializing: boolean;
  readonly phase: ManagerPhase;
  /** Whether clients can reach a service; in session-only mode it goes on while no provisioning is under way. */
  readonly serving: boolean;
  /** Whether the endpoints of provisioning are offered, or will be by the next start. */
  readonly provisioning: boolean;
  /** Whether the service is not advertised, although it runs. */
  readonly paused: boolean;
  /** Before any Apply it is `connecting`, as in the firmware. */
  readonly station: StationState;
  /** Failed attempts since Apply. */
  readonly attempts: number;
  /** Reason of the failure before, which an unnamed one repeats; a wrong password at first. */
  readonly lastFailure: FailReason;
  /** What was applied last; kept in memory until blanked. */
  readonly credentials: WifiCredentials | undefined;
}

/** State before a manager is initialized. */
export const initialManagerState: ManagerState = {
  initialized: false,
  deinitializing: false,
  phase: 'idle',
  serving: false,
  provisioning: false,
  paused: false,
  station: { kind: 'connecting' },
  attempts: 0,
  lastFailure: 'auth-error',
  credentials: undefined,
};

/** Waits of a manager; each runs at most once at a time. */
export type ManagerTimer = 'connect' | 'auto-stop' | 'cleanup';

/** What happens to a manager. */
export type ManagerInput =
  | { readonly kind: 'init' }
  | { readonly kind: 'start' }
  | { readonly kind: 'service-started' }
  | { readonly kind: 'service-failed' }
  | { readonly kind: 'apply'; readonly credentials: WifiCredentials }
  /** The station's configuration as the application left it. */
  | { readonly kind: 'configure'; readonly credentials: WifiCredentials }
  | { readonly kind: 'timer'; readonly timer: ManagerTimer }
  | { readonly kind: 'station-started' }
  | { readonly kind: 'got-ip'; readonly connection: WifiConnection }
  | { readonly kind: 'disconnected'; readonly reason: number }
  /** A client has been sent the status `connected`. */
  | { readonly kind: 'success-told' }
  | { readonly kind: 'stop' }
  /** The endpoints of provisioning are to be offered in session-only mode. */
  | { readonly kind: 'enable' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'reprovision' }
  /** The credentials are to be forgotten, whatever the manager is doing. */
  | { readonly kind: 'restore' }
  | { readonly kind: 'deinit' };

/** What a manager does. */
export type ManagerEffect =
  | { readonly kind: 'start-service' }
  | { readonly kind: 'stop-service' }
  /** Adds the endpoints of provisioning to a service that runs. */
  | { readonly kind: 'offer-provisioning' }
  /** Takes the endpoints of provisioning away; the service goes on. */
  | { readonly kind: 'end-provisioning' }
  | { readonly kind: 'advertise'; readonly on: boolean }
  /** Sends `station-config` to the application, then goes on with the input `configure`. */
  | { readonly kind: 'offer-config'; readonly credentials: WifiCredentials }
  | { readonly kind: 'persist'; readonly credentials: WifiCredentials }
  | { readonly kind: 'forget' }
  | { readonly kind: 'join'; readonly credentials: WifiCredentials }
  | { readonly kind: 'leave' }
  | { readonly kind: 'start-timer'; readonly timer: ManagerTimer }
  | { readonly kind: 'cancel-timers' }
  | { readonly kind: 'tell'; readonly event: ManagerEvent }
  | { readonly kind: 'log'; readonly line: ManagerLine; readonly values: readonly (string | number)[] };

/** The outcome of an input: the next state, what to do, and whether the input was refused in this phase. */
export interface Transition {
  readonly state: ManagerState;
  readonly effects: readonly ManagerEffect[];
  readonly refused: boolean;
}
