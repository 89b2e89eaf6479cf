import type { Bytes, ErrorCode } from '@esp-prov/protocol';
import type { FoundDevice } from '../ble/ble-central.ts';

/** What the process that holds noble is asked; each request has one answer. */
export type HostRequest =
  | { readonly kind: 'start-scan'; readonly services: readonly string[] }
  | { readonly kind: 'stop-scan' }
  | { readonly kind: 'connect'; readonly id: string }
  | { readonly kind: 'discover'; readonly connection: number }
  | { readonly kind: 'read'; readonly connection: number; readonly attribute: number }
  | {
      readonly kind: 'write';
      readonly connection: number;
      readonly attribute: number;
      readonly value: Uint8Array;
    }
  | { readonly kind: 'disconnect'; readonly connection: number };

/** What the answer to each request holds. */
export interface HostResults {
  'start-scan': undefined;
  'stop-scan': undefined;
  connect: HostConnection;
  discover: HostConnection;
  read: Bytes;
  write: undefined;
  disconnect: undefined;
}

/** A new connection; attributes are named by number. */
export interface HostConnection {
  readonly connection: number;
  readonly services: readonly {
    readonly uuid: string;
    readonly characteristics: readonly {
      readonly uuid: string;
      readonly attribute: number;
      readonly descriptors: readonly { readonly uuid: string; readonly attribute: number }[];
    }[];
  }[];
}

/** A failure on its way between processes. */
export interface HostFailure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly attError?: number | undefined;
}

/** What the process that holds noble tells by itself. */
export type HostEvent =
  | { readonly kind: 'found'; readonly device: FoundDevice }
  | { readonly kind: 'disconnected'; readonly connection: number; readonly reason: string }
  /** The adapter went away or was switched off: scans and connections are gone. */
  | { readonly kind: 'adapter-lost'; readonly failure: HostFailure };

/** Everything that goes towards that process. */
export interface ToHost {
  readonly id: number;
  readonly request: HostRequest;
}

/** Everything that comes back. */
export type FromHost =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly failure: HostFailure }
  | { readonly event: HostEvent };
