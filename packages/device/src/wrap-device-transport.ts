import type { DeviceTransport, Requests } from './device-transport.ts';

/** What else the wrapper of a transport is told. */
export interface WrapOptions {
  /** Called when the service is about to end, with its transport or without it. */
  readonly onEnding?: (() => void) | undefined;
}

/**
 * Returns `inner` with other requests: those that `wrap` makes of the dispatcher's at every start. Everything else of the
 * transport stays as it is, also what a wrapper written by hand forgets.
 */
export function wrapDeviceTransport(
  inner: DeviceTransport,
  wrap: (requests: Requests) => Requests,
  { onEnding = () => undefined }: WrapOptions = {},
): DeviceTransport {
  return {
    get ble() {
      return inner.ble;
    },
    start: (service, requests) => inner.start(service, wrap(requests)),
    ...(inner.change && { change: async (endpoints) => await inner.change?.(endpoints) }),
    ...(inner.advertise && { advertise: async (on) => await inner.advertise?.(on) }),
    ...(inner.endService && {
      endService: async (options) => {
        onEnding();
        await inner.endService?.(options);
      },
    }),
    [Symbol.asyncDispose]: async () => {
      onEnding();
      await inner[Symbol.asyncDispose]();
    },
  };
}

/** Returns `inner` with some of its members replaced. */
export function wrapRequests(inner: Requests, changed: Partial<Requests>): Requests {
  return {
    hasSessions: inner.hasSessions,
    open: (peer) => inner.open(peer),
    handle: (peer, endpoint, request, options) => inner.handle(peer, endpoint, request, options),
    close: (peer) => inner.close(peer),
    ...changed,
  };
}
