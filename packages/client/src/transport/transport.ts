import type { Bytes } from '@esp-prov/protocol';

/** What every call that waits takes last. On abort it rejects with `signal.reason`. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** How the endpoints of a device are listed. */
export interface ListOptions extends CallOptions {
  /** An endpoint for which the device is looked at again if it is not among those known. */
  readonly including?: string | undefined;
}

/**
 * A link to one device: carries a request to a named endpoint and brings its answer.
 *
 * Failures are `ProvisioningError`s: `endpoint/refused` when the device is there and gives no answer,
 * `endpoint/not-found`, `link/unreachable`, `link/lost`, `link/timeout`, `link/closed`, `link/protocol`. Where it is
 * certain that nothing went out, a lost link says so by `details.sent`, which is then false.
 */
export interface Transport extends AsyncDisposable {
  readonly kind: 'ble' | 'http' | 'console' | 'memory';
  /** Longest request in bytes. */
  readonly maxRequest: number;
  /** Names of the device's endpoints as they were listed last; undefined where the link cannot list them. */
  readonly endpoints: ReadonlySet<string> | undefined;
  /** Returns the names as they are now, listed again if they have changed; missing where they cannot be listed. */
  currentEndpoints?(options?: ListOptions): Promise<ReadonlySet<string>>;
  /** Aborted when the link is gone for good, so that only another transport can reach the device; missing over HTTP. */
  readonly lost?: AbortSignal | undefined;
  /** Sends one request and returns its answer. Requests must not overlap; `Session` sees to it. */
  exchange(endpoint: string, request: Bytes, options?: CallOptions): Promise<Bytes>;
}
