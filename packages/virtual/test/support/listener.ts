import { type Transport, wrapTransport } from '@esp-prov/client';
import { type Bytes, endpointNames } from '@esp-prov/protocol';

/** One sealed message, as everybody hears it. */
export interface SealedMessage {
  readonly endpoint: string;
  readonly direction: 'request' | 'answer';
  readonly sealed: Bytes;
}

/** What a listener on the link hears: sealed messages, those of each key together. */
export interface Listener {
  readonly transport: Transport;
  readonly keys: SealedMessage[][];
  /** Endpoints of all exchanges in their order. */
  readonly asked: string[];
}

/** A first handshake message holds a key of 384 bytes; nothing else to that endpoint is as long. */
const shortestFirstMessage = 384;

/** Listens to everything that goes over `inner`. */
export function listened(inner: Transport): Listener {
  const keys: SealedMessage[][] = [];
  const asked: string[] = [];
  const transport = wrapTransport(inner, async (endpoint, request, options) => {
    asked.push(endpoint);
    const hear = (direction: SealedMessage['direction'], sealed: Bytes) => {
      const isSealed = endpoint !== endpointNames.version && endpoint !== endpointNames.session;
      if (isSealed) keys.at(-1)?.push({ endpoint, direction, sealed: Uint8Array.from(sealed) });
    };
    if (endpoint === endpointNames.session && request.length > shortestFirstMessage) keys.push([]);
    hear('request', request);
    const answer = await inner.exchange(endpoint, request, options);
    hear('answer', answer);
    return answer;
  });
  return { transport, keys, asked };
}
