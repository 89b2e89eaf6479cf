import {
  type Bytes,
  type DeviceHandshake,
  type DeviceSecurity,
  type EndpointKind,
  espErrors,
  foreignText,
  type HandshakeFact,
  isProvisioningError,
  type Log,
  ProvisioningError,
  type SecureChannel,
  silentLog,
} from '@esp-prov/protocol';
import type { RequestOptions, Requests } from '../device-transport.ts';
import type { Endpoint } from '../endpoint.ts';
import { type FirmwareLog, firmwareLog, type LineValue, ownTag } from '../words/firmware-log.ts';
import type { FirmwareWords } from '../words/firmware-words.ts';
import type { SecurityFact } from '../words/protocomm-words.ts';
import type { GuessingBrake } from './guessing-brake.ts';
import { handshakeStep } from './handshake-step.ts';
import { ProofGate } from './proof-gate.ts';

/** What becomes known of a client's attempt to prove itself. */
export type SecurityEvent = 'session-established' | 'invalid-parameters' | 'credentials-mismatch';

/** Parts of a dispatcher. */
export interface ProtocommOptions {
  readonly security: DeviceSecurity;
  readonly log?: Log | undefined;
  /** What differs in its log from ESP-IDF v5.5.5. */
  readonly words?: Partial<FirmwareWords> | undefined;
  /** Whether its log shows secret bytes; else they are masked. */
  readonly logsSecrets?: boolean | undefined;
  /** Brake on guessing; default: none. */
  readonly brake?: GuessingBrake | undefined;
  /**
   * Only to be an old release: a session that replaces another one goes on with its keys, so that its requests are
   * answered without a handshake. Default false.
   */
  readonly keepsReplacedSession?: boolean | undefined;
  readonly onSecurityEvent?: ((event: SecurityEvent) => void) | undefined;
}

/** The one secure session. */
interface SecureSession {
  /** Its number; that of the session which has replaced it, in releases that keep it. */
  peer: number;
  readonly handshake: DeviceHandshake;
}

interface Registered {
  readonly kind: EndpointKind;
  readonly handler: Endpoint;
}

/**
 * The dispatcher: finds the endpoint, opens and seals requests by the session's scheme, and serves one request at a
 * time. Only one secure session exists; another transport session replaces it.
 */
export class Protocomm implements Requests {
  readonly #security: DeviceSecurity;
  readonly #log: Log;
  readonly #gate: ProofGate | undefined;
  readonly #lines: FirmwareLog;
  readonly #keepsReplacedSession: boolean;
  readonly #onSecurityEvent: (event: SecurityEvent) => void;
  readonly #endpoints = new Map<string, Registered>();
  #session: SecureSession | undefined;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(options: ProtocommOptions) {
    const { security, log = silentLog, words, logsSecrets, brake, onSecurityEvent = () => undefined } = options;
    this.#security = security;
    this.#log = log;
    this.#gate = brake && security.hasSessions ? new ProofGate(brake) : undefined;
    this.#lines = firmwareLog({ log, words, secrets: logsSecrets });
    this.#keepsReplacedSession = options.keepsReplacedSession ?? false;
    this.#onSecurityEvent = onSecurityEvent;
  }

  get hasSessions(): boolean {
    return this.#security.hasSessions;
  }

  /** Registers `name`; an endpoint of that name is replaced. Built-in and custom endpoints come the same way. */
  add(name: string, handler: Endpoint, kind: EndpointKind = 'request'): void {
    this.#endpoints.set(name, { kind, handler });
  }

  /** Adds the endpoint for the handshake. */
  addSecurity(name: string): void {
    this.add(name, (request, { peer }) => this.#shakeHands(peer, request), 'security');
  }

  remove(name: string): void {
    this.#endpoints.delete(name);
  }

  open(peer: number): void {
    if (!this.#security.hasSessions) return;
    const old = this.#session;
    if (old) this.#line('old-session', old.peer);
    this.#gate?.refuse('another session has replaced that of the proof');
    if (old && old.peer !== peer) {
      // Older releases close the session by the number of the new one, which closes nothing.
      this.#line('wrong-close');
      if (this.#keepsReplacedSession) {
        old.peer = peer;
        return;
      }
    }
    old?.handshake.end?.();
    this.#session = { peer, handshake: this.#accept(peer) };
  }

  close(peer: number): void {
    if (this.#session?.peer !== peer) return;
    this.#gate?.refuse('the session of the proof has ended');
    this.#session.handshake.end?.();
    this.#session = undefined;
  }

  handle(peer: number, endpoint: string, request: Uint8Array, { signal }: RequestOptions = {}): Promise<Bytes> {
    // Copied at once: the transport may use its buffer again while the request waits.
    const copy = Uint8Array.from(request);
    const gate = this.#gate;
    // As it is now: a request that came before its endpoint went away is still answered.
    const registered = this.#endpoints.get(endpoint);
    if (gate && this.#session?.peer === peer && registered?.kind === 'security') {
      const step = handshakeStep(copy);
      if (step === 'keys') gate.refuse('the handshake of the proof was restarted');
      if (step === 'proof') {
        return gate.pass(
          (dropped) =>
            this.#enqueue(() => {
              dropped.throwIfAborted();
              return this.#answer(peer, endpoint, registered, copy);
            }),
          signal,
        );
      }
    }
    return this.#enqueue(() => this.#answer(peer, endpoint, registered ?? this.#endpoints.get(endpoint), copy));
  }

  #enqueue(task: () => Promise<Bytes>): Promise<Bytes> {
    const answer = this.#tail.then(task);
    this.#tail = answer.catch(() => undefined);
    return answer;
  }

  async #answer(peer: number, name: string, endpoint: Registered | undefined, request: Bytes): Promise<Bytes> {
    try {
      if (endpoint?.kind === 'request')
        return await this.#answerSealed(peer, { name, handler: endpoint.handler }, request);
      if (endpoint) return await this.#returned(endpoint.kind, () => endpoint.handler(request, { peer }));
      this.#lines('protocomm/no-endpoint', name);
      throw new ProvisioningError('endpoint/not-found', undefined, { details: { endpoint: name } });
    } catch (error) {
      // Firmware logs what failed, this line says why.
      const words = isProvisioningError(error) ? `is refused: ${error.message}` : `failed: ${String(error)}`;
      this.#log('info', ownTag, `a request to ${foreignText(name)} ${foreignText(words)}`);
      throw error;
    }
  }

  async #answerSealed(
    peer: number,
    { name, handler }: { name: string; handler: Endpoint },
    request: Bytes,
  ): Promise<Bytes> {
    // No session is opened there, so none is reported either.
    if (!this.#security.hasSessions) return await this.#returned('request', () => handler(request, { peer }));
    const { channel, opened } = this.#lineAtFailure('protocomm/open-failed', name, () => {
      const open = this.#channel(peer, name);
      return { channel: open, opened: open.open(request) };
    });
    let answer: Uint8Array;
    try {
      answer = await handler(opened, { peer });
    } catch (error) {
      this.#lines('protocomm/handler-failed', name);
      throw error;
    }
    return this.#lineAtFailure('protocomm/seal-failed', name, () => channel.seal(answer));
  }

  #lineAtFailure<T>(line: 'protocomm/open-failed' | 'protocomm/seal-failed', name: string, run: () => T): T {
    try {
      return run();
    } catch (error) {
      this.#lines(line, name);
      throw error;
    }
  }

  /** Runs a handler whose outcome is logged as a number. */
  async #returned(kind: EndpointKind, run: () => Uint8Array | Promise<Uint8Array>): Promise<Bytes> {
    const line = returnedLines[kind];
    try {
      // A copy: the application may use its buffer again while the answer is on its way.
      const answer = Uint8Array.from(await run());
      this.#lines(line, 0);
      return answer;
    } catch (error) {
      this.#lines(line, espError(error));
      throw error;
    }
  }

  #channel(peer: number, name: string): SecureChannel {
    const { channel } = this.#handshake(peer, 'no-session');
    if (channel) return channel;
    this.#line('not-established');
    throw new ProvisioningError('session/not-established', undefined, { details: { endpoint: name } });
  }

  async #shakeHands(peer: number, request: Bytes): Promise<Bytes> {
    const handshake = this.#handshake(peer, 'wrong-session');
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

  /** Returns the state of the peer's session. Security 0 has none: every request starts from nothing. */
  #handshake(peer: number, without: 'no-session' | 'wrong-session'): DeviceHandshake {
    if (!this.#security.hasSessions) return this.#accept(peer);
    if (this.#session?.peer === peer) return this.#session.handshake;
    if (without === 'no-session') this.#line(without, peer);
    else this.#line(without, peer, this.#session?.peer ?? -1);
    throw new ProvisioningError('session/not-established', 'the request belongs to no open session');
  }

  /** Returns the state of a session that is opened for `peer`. */
  #accept(peer: number): DeviceHandshake {
    return this.#security.accept((fact: HandshakeFact, ...values: readonly LineValue[]) => {
      this.#line(fact, ...values);
      // A handshake that starts over is a session that is opened anew.
      if (fact === 'restarting') this.#line('old-session', this.#session?.peer ?? peer);
    });
  }

  #line(fact: SecurityFact, ...values: readonly LineValue[]): void {
    this.#lines(`security${this.#security.version}/${fact}`, ...values);
  }
}

const returnedLines = {
  security: 'protocomm/security-returned',
  version: 'protocomm/version-returned',
  request: 'protocomm/plain-returned',
} as const;

/** Returns the number that firmware ends a request with. */
function espError(error: unknown): number {
  if (isProvisioningError(error, 'session/not-established')) return espErrors.invalidState;
  const unread =
    isProvisioningError(error, 'session/scheme-mismatch') || isProvisioningError(error, 'message/malformed');
  return unread ? espErrors.invalidArgument : espErrors.fail;
}
