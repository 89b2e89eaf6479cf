import type { DeviceTransport, Requests, Service } from '@esp-prov/device';
import {
  type Bytes,
  type ClientSecurity,
  endpointNames,
  fromHex,
  isProvisioningError,
  makeVerifier,
  type SaltAndVerifier,
  type SecureChannel,
  type SecurityVersion,
  sec0Client,
  sec1Client,
  sec2Client,
  utf8,
} from '@esp-prov/protocol';
import { encodeMessage, NetworkConfigPayloadSchema } from '@esp-prov/protocol/messages';
// Types only: what runs is handed in, so that sources and built packages can be fuzzed alike.
import type * as virtual from '../../../src/index.ts';
import { home } from './any-request.ts';
import type { Chance } from './chance.ts';
import { type Ending, FuzzClock } from './fuzz-clock.ts';

/** Where the device stands when the fuzzing begins. */
export const fuzzStates = [
  'fresh',
  'handshaking',
  'established',
  'set',
  'applied',
  'failed',
  'succeeded',
  'stopped',
] as const;

/** One of {@link fuzzStates}. */
export type FuzzState = (typeof fuzzStates)[number];

/** What of the package `virtual` the fuzzing works with. */
export type VirtualParts = Pick<typeof virtual, 'VirtualEsp32' | 'factoryFlash'>;

/** How an input ended, as it should: answered, or refused by a code. */
export type Verdict = { readonly answer: Bytes } | { readonly refused: string };

/** A device that did not behave. */
export class Misbehaviour extends Error {
  override readonly name = 'Misbehaviour';
}

const username = 'wifiprov';
const secret = 'abcd1234';
const getStatus = fromHex('5200');
const apply = fromHex('0804');

let kept: SaltAndVerifier | undefined;

/** A whole virtual device of a release, without waits, with the client that knows its secret. */
export class FuzzDevice {
  readonly clock: FuzzClock = new FuzzClock();
  /** The dispatcher; it stays reachable when the service has ended, as a late request of a transport would. */
  requests: Requests | undefined;
  running = false;
  /** The secured channel of the honest client, while there is one. */
  channel: SecureChannel | undefined;
  peer = 0;
  /** The sealed request that was sent last. */
  lastSealed: Bytes = new Uint8Array(0);
  readonly #options: FuzzDeviceOptions;
  readonly #events: string[] = [];
  readonly #esp: virtual.VirtualEsp32;

  constructor(options: FuzzDeviceOptions) {
    this.#options = options;
    const { profile, version, chance, parts, autoStop } = options;
    kept ??= makeVerifier(username, secret, fromHex('036ee0c7bcb9eda84c9eac97d93decf4'));
    const access = { bssid: '02:00:00:00:00:01', channel: 6, rssi: -40 } as const;
    this.#esp = new parts.VirtualEsp32({
      flash: parts.factoryFlash(),
      transport: this.#transport(),
      profile,
      clock: this.clock,
      logLevel: 'error',
      fast: true,
      autoStop,
      resetOnFailure: chance.once(4),
      air: [
        { ...access, ssid: home.ssid, auth: 'WPA2_PSK', password: home.password },
        { ...access, ssid: 'Café', rssi: -60, channel: 1, auth: 'Open' },
        { ...access, ssid: '🔑'.repeat(8), rssi: -80, channel: 13, auth: 'WPA3_PSK', password: 'x' },
      ],
      secret: { securityVersion: version, pop: secret, verifier: kept, random: chance.random },
    });
    this.#esp.watch(({ kind }) => this.#events.push(kind));
  }

  /** Boots it and brings it into `state`. */
  async reach(state: FuzzState): Promise<void> {
    const booted = await this.clock.ending(this.#esp.boot());
    if (booted.kind !== 'value') throw new Misbehaviour(`the boot ended with ${JSON.stringify(booted)}`);
    this.open();
    if (state === 'fresh') return;
    if (state === 'handshaking') {
      await this.send(endpointNames.session, this.#client().handshake().next().value as Bytes);
      return;
    }
    await this.shakeHands();
    if (state === 'established') return;
    if (state === 'stopped') {
      await this.#esp[Symbol.asyncDispose]();
      return;
    }
    await this.#sealed(setConfig(state === 'failed' ? 'wrong' : home.password));
    if (state === 'set') return;
    await this.#sealed(apply);
    if (state === 'failed') await this.#until('provisioning-failed');
    if (state === 'succeeded') await this.#until('provisioning-succeeded');
  }

  /** Opens a transport session of a new peer, which replaces the one before. */
  open(peer: number = this.peer + 1): void {
    this.peer = peer;
    this.channel = undefined;
    this.#requests.open(peer);
  }

  /** Makes a whole handshake of the honest client in its transport session. */
  async shakeHands(): Promise<void> {
    this.channel = undefined;
    const handshake = this.#client().handshake();
    let step = handshake.next();
    while (!step.done) {
      const verdict = await this.send(endpointNames.session, step.value);
      if ('refused' in verdict) throw new Misbehaviour(`an honest handshake was refused: ${verdict.refused}`);
      step = handshake.next(verdict.answer);
    }
    this.channel = step.value;
  }

  /** Sends bytes as they are. */
  async send(endpoint: string, request: Uint8Array, peer: number = this.peer): Promise<Verdict> {
    return this.judge(await this.clock.ending(this.#requests.handle(peer, endpoint, request)));
  }

  /** Sends the same from a present channel; `endpoint` must be one that opens what it is sent. */
  async sendSealed(endpoint: string, request: Uint8Array, channel: SecureChannel): Promise<Verdict> {
    this.lastSealed = channel.seal(request);
    const verdict = await this.send(endpoint, this.lastSealed);
    if ('refused' in verdict) return verdict;
    return { answer: channel.open(verdict.answer) };
  }

  /** Sends all at once, without waiting for answers. */
  async sendTogether(inputs: readonly { peer: number; endpoint: string; request: Uint8Array }[]): Promise<void> {
    const tasks = inputs.map(({ peer, endpoint, request }) => this.#requests.handle(peer, endpoint, request));
    for (const task of tasks) task.catch(() => undefined);
    for (const task of tasks) this.judge(await this.clock.ending(task));
  }

  close(peer: number): void {
    this.#requests.close(peer);
    if (peer === this.peer) this.channel = undefined;
  }

  /** Passes when a client that comes now is served. False when the service has ended by itself. */
  async checkAlive(): Promise<boolean> {
    await this.clock.passUntil(() => true);
    if (!this.running) return false;
    this.open();
    await this.shakeHands();
    await this.#sealed(getStatus);
    return true;
  }

  async dispose(): Promise<void> {
    await this.#esp[Symbol.asyncDispose]();
  }

  judge(ending: Ending<Bytes>): Verdict {
    if (ending.kind === 'hung') throw new Misbehaviour('the request got neither an answer nor a refusal');
    if (ending.kind === 'value') {
      if (ending.value instanceof Uint8Array) return { answer: ending.value };
      throw new Misbehaviour(`the answer is no bytes but ${String(ending.value)}`);
    }
    const { error } = ending;
    if (isProvisioningError(error) && /^(endpoint|session|message)\//.test(error.code)) return { refused: error.code };
    throw new Misbehaviour(`refused by ${error instanceof Error ? error.stack : String(error)}`);
  }

  async #sealed(request: Uint8Array): Promise<void> {
    if (!this.channel) throw new Misbehaviour('the client has no channel');
    const verdict = await this.sendSealed(endpointNames.config, request, this.channel);
    if ('refused' in verdict) throw new Misbehaviour(`an honest request was refused: ${verdict.refused}`);
  }

  async #until(event: string): Promise<void> {
    const reached = await this.clock.passUntil(() => this.#events.includes(event));
    if (!reached) throw new Misbehaviour(`${event} never came`);
  }

  #client(): ClientSecurity {
    const { version, chance, profile } = this.#options;
    const { random } = chance;
    if (version === 0) return sec0Client();
    if (version === 1) return sec1Client({ pop: secret, random });
    return sec2Client({ username, password: secret, patchVersion: profile.sec2PatchVersion, random });
  }

  get #requests(): Requests {
    if (!this.requests) throw new Misbehaviour('the service never began');
    return this.requests;
  }

  #transport(): DeviceTransport {
    return {
      start: async (_: Service, requests: Requests) => {
        this.requests = requests;
        this.running = true;
      },
      [Symbol.asyncDispose]: async () => {
        this.running = false;
      },
    };
  }
}

/** What a device for fuzzing is made of. */
export interface FuzzDeviceOptions {
  readonly parts: VirtualParts;
  readonly profile: virtual.ReleaseProfile;
  readonly version: SecurityVersion;
  readonly chance: Chance;
  readonly autoStop: boolean;
}

function setConfig(password: string): Bytes {
  const value = { ssid: utf8(home.ssid), passphrase: utf8(password) };
  return encodeMessage(NetworkConfigPayloadSchema, { msg: 2, payload: { case: 'cmdSetWifiConfig', value } });
}
