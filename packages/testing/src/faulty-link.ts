import { type CallOptions, type Transport, wrapTransport } from '@esp-prov/client';
import { type Bytes, type Clock, type ErrorDetails, ProvisioningError } from '@esp-prov/protocol';

/** What happens to one exchange. */
export type Fault =
  /** The request never arrives, and the link is gone. */
  | 'lose-request'
  /** The device does its work, and its answer is lost with the link. */
  | 'lose-answer'
  /** The link breaks for good before the request is out. */
  | 'break-before'
  /** The device does its work, and the link breaks for good before its answer is out. */
  | 'break-after'
  /** The device refuses without an answer. */
  | 'refuse'
  /** One bit of the answer is flipped. */
  | 'garble-answer'
  /** One bit of the request is flipped. */
  | 'garble-request'
  /** The answer ends in the middle. */
  | 'cut-answer'
  /** The request arrives twice; the first answer is the one that is seen. */
  | 'duplicate-request'
  /** The answer takes five seconds longer. */
  | 'delay';

/** A link that fails on request. */
export interface FaultyLinkOptions {
  readonly clock: Clock;
  /** The fault of an exchange, by its number from 0 on and its endpoint; undefined: none. */
  readonly fault: (exchange: number, endpoint: string) => Fault | undefined;
}

/** Returns `inner` with faults; the numbers of exchanges go on over reconnections. */
export function faultyLink(inner: Transport, { clock, fault }: FaultyLinkOptions): Transport {
  let count = 0;
  const lost = new AbortController();

  async function exchange(endpoint: string, request: Bytes, options: CallOptions = {}): Promise<Bytes> {
    if (lost.signal.aborted) throw broken({ sent: false });
    const send = (bytes = request) => inner.exchange(endpoint, bytes, options);
    switch (fault(count++, endpoint)) {
      case 'lose-request':
        throw new ProvisioningError('link/lost');
      case 'lose-answer':
        await send();
        throw new ProvisioningError('link/lost');
      case 'break-before':
        lost.abort(broken());
        throw broken();
      case 'break-after':
        await send().catch(() => undefined);
        lost.abort(broken());
        throw broken();
      case 'refuse':
        throw new ProvisioningError('endpoint/refused', undefined, { details: { endpoint } });
      case 'garble-answer':
        return garbled(await send());
      case 'garble-request':
        return await send(garbled(request));
      case 'cut-answer': {
        const answer = await send();
        return answer.slice(0, answer.length >> 1);
      }
      case 'duplicate-request': {
        const answer = await send();
        await send().catch(() => undefined);
        return answer;
      }
      case 'delay': {
        const answer = await send();
        await clock.sleep(5000, options);
        return answer;
      }
      case undefined:
        return await send();
    }
  }

  return wrapTransport(inner, exchange, { lost: lost.signal });
}

function broken(details: ErrorDetails = {}): ProvisioningError {
  return new ProvisioningError('link/lost', undefined, { details });
}

/** Returns a copy with a flipped bit in its middle byte. */
function garbled(bytes: Uint8Array): Bytes {
  const copy = Uint8Array.from(bytes);
  const middle = copy.length >> 1;
  if (copy.length > 0) copy[middle] = (copy[middle] as number) ^ 0x08;
  return copy;
}
