import type { Clock, Log, VersionInfo } from '@esp-prov/protocol';
import type { CallOptions } from '../transport/transport.ts';
import type { ClientProof } from './client-proof.ts';
import type { ReconnectPolicy } from './renewable-transport.ts';
import type { SealedListener } from './watched-channel.ts';

/** How to connect to a device. */
export interface ConnectOptions extends ClientProof, CallOptions {
  readonly clock?: Clock | undefined;
  readonly log?: Log | undefined;
  /** What `readVersion` returned, when it was already asked. */
  readonly info?: VersionInfo | undefined;
  /** Longest time in ms for each of the version and a handshake, with all tries; default 90 000. */
  readonly timeoutMs?: number | undefined;
  /** When a lost link is opened again; for links that `connect` opens itself. */
  readonly reconnect?: ReconnectPolicy | undefined;
  /**
   * Whether one session carries everything even where the device seals all of it with one nonce (security 2 at patch
   * level 0). Saves handshakes, and lets whoever knows a scan or status answer read the credentials. Default false.
   */
  readonly allowNonceReuse?: boolean | undefined;
  /**
   * Hears of every message of the session in both of its forms, for a log: what it says and what the transport carries.
   * The plain form holds the credentials. A listener that throws fails the request.
   */
  readonly onSealed?: SealedListener | undefined;
}
