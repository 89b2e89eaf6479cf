import type { Transport } from './transport.ts';

/** What a wrapped transport has besides that of the one inside. */
export interface WrapOptions {
  /** Aborted when the link is gone for good, whatever the inner transport says. */
  readonly lost?: AbortSignal | undefined;
}

/**
 * Returns a transport that makes its exchanges by `exchange` and is `inner` in everything else; closing it closes `inner`.
 *
 * @example
 * const counted = wrapTransport(inner, (endpoint, request, options) => {
 *   requests++;
 *   return inner.exchange(endpoint, request, options);
 * });
 */
export function wrapTransport(
  inner: Transport,
  exchange: Transport['exchange'],
  { lost }: WrapOptions = {},
): Transport {
  const signals = [inner.lost, lost].filter((signal) => signal !== undefined);
  // Members are listed by the type, so that one that is added to the port is missing here at once.
  const { currentEndpoints } = inner;
  const members: Omit<Record<keyof Transport, unknown>, 'currentEndpoints'> & Transport = {
    kind: inner.kind,
    maxRequest: inner.maxRequest,
    get endpoints() {
      return inner.endpoints;
    },
    ...(currentEndpoints ? { currentEndpoints: (call) => currentEndpoints.call(inner, call) } : {}),
    lost: signals.length > 1 ? AbortSignal.any(signals) : signals[0],
    exchange,
    [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
  };
  return members;
}
