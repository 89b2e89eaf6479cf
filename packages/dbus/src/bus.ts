/** A value together with its D-Bus type, where the type is not known from the method: the type `v`. */
export interface Variant {
  /** One complete type, such as `s` or `a{sv}`. */
  readonly signature: string;
  readonly value: unknown;
}

/** A call to make. */
export interface MethodCall {
  /** Bus name of the called program, such as `org.bluez`. */
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  /** Types of `body`; default: no arguments. */
  readonly signature?: string | undefined;
  readonly body?: readonly unknown[] | undefined;
}

/** A call that arrived. */
export interface IncomingCall {
  /** Unique name of the caller. */
  readonly sender: string;
  readonly path: string;
  /** Empty where the caller left it out. */
  readonly interface: string;
  readonly member: string;
  readonly signature: string;
  readonly body: readonly unknown[];
}

/** Values that answer a call. */
export interface Reply {
  readonly signature: string;
  readonly body: readonly unknown[];
}

/** A signal to send. */
export interface Signal {
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature: string;
  readonly body: readonly unknown[];
}

/** A signal that arrived. */
export interface ReceivedSignal extends Signal {
  /** Unique name of the sender. */
  readonly sender: string;
}

/** Which signals are wanted; an omitted member matches everything. */
export interface MatchRule {
  readonly sender?: string | undefined;
  readonly path?: string | undefined;
  /** The path itself and everything below it. */
  readonly pathNamespace?: string | undefined;
  readonly interface?: string | undefined;
  readonly member?: string | undefined;
  /** First argument, when it is text. */
  readonly arg0?: string | undefined;
}

/** What every call that waits takes last. */
export interface BusCallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Longest time for the answer in ms; default 25 000, as other D-Bus libraries have it. */
  readonly timeoutMs?: number | undefined;
}

/**
 * A connection to a message bus, as small as Bluetooth and Wi-Fi need it.
 *
 * Values in JavaScript: numbers for `y n q i u d`, bigints for `x t`, text for `s o g`, `Uint8Array` for `ay`, arrays
 * for other `a…` and for structs, plain objects for `a{…}`, {@link Variant} for `v`. Failures are `DBusError`s.
 */
export interface Bus extends AsyncDisposable {
  /** Unique name of this connection. */
  readonly name: string;
  /** Aborted with the `DBusError` that ended the connection; never by `close`. */
  readonly lost: AbortSignal;
  /** Returns the answer to a method call. @throws DBusError `reply`, `timeout`, `closed`, `lost` */
  call(call: MethodCall, options?: BusCallOptions): Promise<readonly unknown[]>;
  /**
   * Gives calls to this connection to `handler`, until the returned function is called. A handler that returns
   * undefined leaves the call to the next one; a call without a handler is answered with `UnknownMethod`. If it rejects
   * with a `DBusError` `reply`, the caller gets that by its name; any other error becomes
   * `org.freedesktop.DBus.Error.Failed`.
   */
  onCall(handler: (call: IncomingCall) => Promise<Reply> | undefined): () => void;
  /** Sends a signal to all that listen. */
  emit(signal: Signal): void;
  /** Calls `listener` for every signal that matches, until the returned function is called; one rule on the bus per rule. */
  addMatch(rule: MatchRule, listener: (signal: ReceivedSignal) => void): Promise<() => Promise<void>>;
  /** Owns a well-known name. @throws DBusError `name-taken` */
  requestName(name: string): Promise<void>;
  /** Ends the connection; waiting calls fail with `closed`. */
  close(): Promise<void>;
}
