import { builtInEndpoints, ProvisioningError, type SecureChannel } from '@esp-prov/protocol';

/** Sealed requests that are kept of one key, to recognise one that comes back as an answer. */
export const mostSentRequests = 256;

/**
 * Endpoints whose answers differ from every request, so that an equal one can only be a request that was handed back.
 */
const neverEcho: ReadonlySet<string> = new Set(
  builtInEndpoints.filter(({ kind }) => kind === 'request').map(({ name }) => name),
);

/**
 * The sealed requests of one key: they distinguish an answer of the device from a request that an attacker hands back.
 */
export class SentRequests {
  readonly #channel: SecureChannel;
  readonly #sealed: Uint8Array[] = [];

  constructor(channel: SecureChannel) {
    this.#channel = channel;
  }

  /** Whether another request needs another key, as it could not be recognised any more. */
  get full(): boolean {
    return this.#channel.reusesNonce === true && this.#sealed.length >= mostSentRequests;
  }

  /** Keeps a request that goes out now. */
  add(sealed: Uint8Array): void {
    const { reusesNonce, echoLength } = this.#channel;
    if (!reusesNonce && echoLength === undefined) return;
    // Only under security 1, where an old request opens as nothing sensible anyway: others are full by then.
    if (this.#sealed.length >= mostSentRequests) this.#sealed.shift();
    this.#sealed.push(Uint8Array.from(sealed));
  }

  /**
   * Passes for answers that are no request of ours.
   *
   * @param allowEcho - whether a custom endpoint may answer what it was sent
   * @throws ProvisioningError `session/tampered`
   */
  requireAnswer(endpoint: string, answer: Uint8Array, allowEcho: boolean): void {
    if (!this.#proves(endpoint, answer, allowEcho)) return;
    if (!this.#sealed.some((sealed) => isEqual(sealed, answer))) return;
    const handedBack = 'somebody on the way handed a request back as the answer of the device';
    const text = neverEcho.has(endpoint)
      ? handedBack
      : `${handedBack}, or ${endpoint} answers what it is sent: allow that with --allow-echo or allowEcho`;
    throw new ProvisioningError('session/tampered', text, { details: { endpoint, length: answer.length } });
  }

  #proves(endpoint: string, answer: Uint8Array, allowEcho: boolean): boolean {
    const { reusesNonce, echoLength } = this.#channel;
    if (reusesNonce) return neverEcho.has(endpoint) || !allowEcho;
    return echoLength !== undefined && neverEcho.has(endpoint) && answer.length >= echoLength;
  }
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
