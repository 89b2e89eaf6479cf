/** Something that goes wrong on request: each time something is tried that it fits, until its times are used up. */
export interface BluezFault {
  /** What is disturbed: a connection, reading the services after it, a request, or a pairing. */
  readonly at: 'connect' | 'discover' | 'read' | 'write' | 'pair';
  /** Only what this adapter does as the central, such as `hci0`. */
  readonly adapter?: string | undefined;
  /** Only requests to attributes with this 128-bit UUID in lower case. */
  readonly uuid?: string | undefined;
  /** How often; default 1. */
  readonly times?: number | undefined;
  /** Waits first; with `Number.POSITIVE_INFINITY` for ever. */
  readonly delayMs?: number | undefined;
  /** Answers a request with this error of the Attribute Protocol. */
  readonly attError?: number | undefined;
  /**
   * Fails with this: at `connect` the text of `org.bluez.Error.Failed`, such as `le-connection-abort-by-local`, or
   * another error, such as `InProgress: br-connection-busy`; at `pair` the last part of the error's name, such as
   * `AuthenticationFailed`; at `discover` any text, for services that count as resolved and are not there.
   */
  readonly error?: string | undefined;
  /** The link is lost: before the peripheral gets the request, or after it has acted and before its answer arrives. */
  readonly drop?: 'before' | 'after' | undefined;
}

/** What is tried. */
export interface Attempt {
  readonly at: BluezFault['at'];
  readonly adapter: string;
  readonly uuid?: string | undefined;
}

/** The faults that are still to come. */
export class FaultPlan {
  readonly #faults = new Set<{ readonly fault: BluezFault; left: number }>();

  /** Adds a fault until it is used up or the returned function is called. */
  add(fault: BluezFault): () => void {
    const entry = { fault, left: fault.times ?? 1 };
    this.#faults.add(entry);
    return () => {
      this.#faults.delete(entry);
    };
  }

  /** Returns the fault that this attempt suffers, one less to come; undefined when all goes well. */
  take(attempt: Attempt): BluezFault | undefined {
    for (const entry of this.#faults) {
      const { fault } = entry;
      if (fault.at !== attempt.at) continue;
      if (fault.adapter !== undefined && fault.adapter !== attempt.adapter) continue;
      if (fault.uuid !== undefined && fault.uuid !== attempt.uuid) continue;
      entry.left -= 1;
      if (entry.left <= 0) this.#faults.delete(entry);
      return fault;
    }
    return undefined;
  }
}
