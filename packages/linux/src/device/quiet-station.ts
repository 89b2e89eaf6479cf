import type { WifiDriver } from '@esp-prov/device';

/** The station as a provisioning manager gets it. */
export interface QuietStation {
  readonly station: WifiDriver;
  /** Whether it was told to join something since the last `begin`. */
  readonly joined: boolean;
  /** Begins a round in which nothing was joined yet. */
  begin(): void;
}

/**
 * Returns a station that ends only what was joined in this round. A manager begins with the end of the connection that a
 * device has by its stored credentials; a board that offers provisioning stays in its network until a client has another
 * one for it.
 */
export function quietStation(inner: WifiDriver): QuietStation {
  let joined = false;
  return {
    station: {
      start: () => inner.start(),
      scan: (options) => inner.scan(options),
      join: (network) => {
        joined = true;
        inner.join(network);
      },
      leave: () => {
        if (joined) inner.leave();
      },
      watch: (listener) => inner.watch(listener),
    },
    get joined() {
      return joined;
    },
    begin: () => {
      joined = false;
    },
  };
}
