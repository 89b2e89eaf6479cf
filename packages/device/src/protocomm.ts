import {
  type Bytes,
  type DeviceHandshake,
  type DeviceSecurity,
  type EndpointKind,
  isProvisioningError,
  type Log,
  ProvisioningError,
  silentLog,
} from '@esp-prov/protocol';
import type { Endpoint, RequestOptions, Requests } from './endpoint.ts';
import type { GuessingBrake } from './guessing-brake.ts';
import { handshakeStep } from './handshake-step.ts';
import { ProofGate } from './proof-gate.ts';

/** What becomes known of a client's attempt to prove itself. */
export type SecurityEvent = 'session-established' | 'invalid-parameters' | 'credentials-mismatch';

/** Parts of a dispatcher. */
export interface ProtocommOptions {
  readonly security: DeviceSecurity;
  readonly log?: Log | undefined;
  /** Makes guessing slow; left out: none. */
  readonly brake?: GuessingBrake | undefined;
  readonly onSecurityEvent?: ((event: SecurityEvent) => void) | undefined;
}

interface Registered {
  readonly kind: EndpointKind;
  readonly handler: Endpoint;
}

const tag = 'protocomm';

/**
 * The dispatcher: finds the endpoint, opens and seals requests by the session's scheme, and serves one request at a
 * time. Only one secure session exists; whoever opens another transport session replaces it.
 */
export class Protocomm implements Requests {
  readonly #security: DeviceSecurity;
  readonly #log: Log;
  readonly #gate: ProofGate | undefined;
  readonly #onSecurityEvent: (event: SecurityEvent) => void;
  readonly #endpoints = new Map<string, Registered>();
  #session: { readonly peer: number; readonly handshake: DeviceHandshake } | undefined;
  #tail: Promise<unknown> = Promise.resolve();

  constructor({ security, log = silentLog, brake, onSecurityEvent = () => undefined }: ProtocommOptions) {
    this.#security = security;
    this.#log = log;
    this.#gate = brake && security.hasSessions ? new ProofGate(brake) : undefined;
    this.#onSecurityEvent = onSecurityEvent;
  }

  /** Registers `name`; an endpoint of that name is replaced. Built-in and custom endpoints come the same way. */
  add(name: string, handler: Endpoint, kind: EndpointKind = 'request'): void {
    this.#endpoints.set(name, { kind, handler });
  }

  /** The endpoint that shakes hands. */
  addSecurity(name: string): void {
    this.add(name, (request, { peer }) => this.#shakeHands(peer, request), 'security');
  }

  remove(name: string): void {
    this.#endpoints.delete(name);
  }

  open(peer: number): void {
    if (!this.#security.hasSessions) return;
    if (this.#session) this.#log('debug', tag, `Closing old session with id ${this.#session.peer}`);
    this.#gate?.refuse('another session has replaced that of the proof');
    this.#session = { peer, handshake: this.#security.accept() };
  }

  close(peer: number): void {
    if (this.#session?.peer !== peer) return;
    this.#gate?.refuse('the session of the proof has ended');
    this.#session = undefined;
  }

  handle(peer: number, endpoint: string, request: Uint8Array, { signal }: RequestOptions = {}): Promise<Bytes> {
    // Copied at once: the transport may use its buffer again while the request waits.
    const copy = Uint8Array.from(request);
    const gate = this.#gate;
    if (gate && this.#session?.peer === peer && this.#endpoints.get(endpoint)?.kind === 'security') {
      const step = handshakeStep(copy);
      if (step === 'keys') gate.refuse('the handshake of the proof was started anew');
      if (step === 'proof') {
        return gate.pass(
          (dropped) =>
            this.#enqueue(() => {
              dropped.throwIfAborted();
              return this.#answer(peer, endpoint, copy);
            }),
          signal,
        );
      }
    }
    return this.#enqueue(() => this.#answer(peer, endpoint, copy));
  }

  #enqueue(task: () => Promise<Bytes>): Promise<Bytes> {
    const answer = this.#tail.then(task);
    this.#tail = answer.catch(() => undefined);
    return answer;
  }

  async #answer(peer: number, name: string, request: Bytes): Promise<Bytes> {
    const endpoint = this.#endpoints.get(name);
    if (!endpoint) throw new ProvisioningError('endpoint/not-found', undefined, { details: { endpoint: name } });
    if (endpoint.kind !== 'request') return await endpoint.handler(request, { peer });
    const channel = this.#handshake(peer).channel;
    if (!channel) throw new ProvisioningError('session/not-established', undefined, { details: { endpoint: name } });
    return channel.seal(await endpoint.handler(channel.open(request), { peer }));
  }

  async #shakeHands(peer: number, request: Bytes): Promise<Bytes> {
    const handshake = this.#handshake(peer);
    try {
      const answer = handshake.respond(request);
      if (this.#security.hasSessions && handshake.channel) this.#onSecurityEvent('session-established');
      return answer;
    } catch (error) {
      if (isProvisioningError(error, 'session/proof-mismatch')) {
        this.#countMistake();
        this.#onSecurityEvent('credentials-mismatch');
      }
      if (isProvisioningError(error, 'session/invalid-parameters')) this.#onSecurityEvent('invalid-parameters');
      throw error;
    }
  }

  #countMistake(): void {
    if (!this.#gate) return;
    const { brake } = this.#gate;
    const wasOn = brake.isOn;
    brake.wrong();
    if (brake.isOn && !wasOn) this.#log('warn', 'esp-prov', 'Many wrong proofs: each one waits for some seconds now');
  }

  /** The state of the peer's session. Security 0 has none: every request starts from nothing. */
  #handshake(peer: number): DeviceHandshake {
    if (!this.#security.hasSessions) return this.#security.accept();
    if (this.#session?.peer === peer) return this.#session.handshake;
    throw new ProvisioningError('session/not-established', 'the request belongs to no open session');
  }
}
