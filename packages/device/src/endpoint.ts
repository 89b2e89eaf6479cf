import type { Bytes } from '@esp-prov/protocol';

/** The sender of a request. */
export interface RequestContext {
  /** Number of the transport session. */
  readonly peer: number;
}

/**
 * Handler of an endpoint, built in or custom: sees plain bytes whatever the security scheme is. What it throws refuses
 * the request: the client then gets no answer.
 */
export type Endpoint = (request: Bytes, context: RequestContext) => Uint8Array | Promise<Uint8Array>;
