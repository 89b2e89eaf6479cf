import type { ThreadAttachment, ThreadFailure, ThreadStatus } from '../endpoints/thread-config.ts';
import type { WifiConnection, WifiFailure, WifiStatus } from '../endpoints/wifi-config.ts';
import type { JoinEvidence } from './join-evidence.ts';

/** A step of a provisioning, in the order in which they occur; `connected` or `failed` is the last one. */
export type ProvisionStep =
  /** Only in a second round: the device forgets what it was given before. */
  | { readonly kind: 'resetting' }
  | { readonly kind: 'sending-credentials' }
  | { readonly kind: 'credentials-sent' }
  | { readonly kind: 'applying' }
  | { readonly kind: 'applied' }
  /** The device's answer to a poll, told whenever it differs from the one before. */
  | { readonly kind: 'status'; readonly status: WifiStatus }
  | { readonly kind: 'connected'; readonly connection: WifiConnection }
  /** With what is known about it, and what that proves and does not. */
  | { readonly kind: 'failed'; readonly reason: WifiFailure | 'disconnected'; readonly evidence: JoinEvidence };

/** A step of a provisioning with a Thread network; `attached` or `failed` is the last one. */
export type ThreadProvisionStep =
  | { readonly kind: 'sending-dataset' }
  | { readonly kind: 'applied' }
  | { readonly kind: 'status'; readonly status: ThreadStatus }
  | { readonly kind: 'attached'; readonly attachment: ThreadAttachment }
  | { readonly kind: 'failed'; readonly reason: ThreadFailure | 'detached' };
