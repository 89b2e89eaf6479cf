import { type Bytes, endpointNames, type SecurityVersion, toHex } from '@esp-prov/protocol';
import type * as virtual from '../../../src/index.ts';
import { anyHandshakeMessage } from './any-handshake-message.ts';
import { anyRequest } from './any-request.ts';
import { Chance } from './chance.ts';
import {
  FuzzDevice,
  type FuzzState,
  fuzzStates,
  Misbehaviour,
  type Verdict,
  type VirtualParts,
} from './fuzz-device.ts';
import { mutate } from './mutate.ts';

/** How often which kind of end came. */
export interface FuzzCounts {
  scenarios: number;
  inputs: number;
  /** Inputs that reached a handler under the right keys, or that a plain endpoint was given. */
  sealed: number;
  answered: number;
  handshakes: number;
  /** Services that had ended by themselves, as they do after success. */
  ended: number;
  readonly refused: Record<string, number>;
  /** Scenarios by scheme and state. */
  readonly kinds: Record<string, number>;
}

export function noCounts(): FuzzCounts {
  return { scenarios: 0, inputs: 0, sealed: 0, answered: 0, handshakes: 0, ended: 0, refused: {}, kinds: {} };
}

/** What a scenario works with. */
export interface FuzzScenarioOptions {
  readonly parts: VirtualParts;
  readonly profiles: readonly virtual.ReleaseProfile[];
  readonly inputs: number;
  readonly counts: FuzzCounts;
}

const sealedEndpoints = [endpointNames.config, endpointNames.scan, endpointNames.control, 'custom-data'];
const strangeNames = [
  '',
  ' ',
  'PROV-CONFIG',
  'prov-config ',
  'prov-config\0',
  '__proto__',
  'constructor',
  '../proto-ver',
];

/**
 * Gives one device in one state many inputs; then a client must find it alive. Everything follows
 * from `seed`.
 *
 * @throws Misbehaviour that names the seed and the input
 */
export async function fuzzScenario(seed: number, options: FuzzScenarioOptions): Promise<void> {
  const chance = new Chance(seed);
  const profile = chance.pick(options.profiles);
  // Handshakes of security 2 cost a thousand times what other inputs do.
  const schemes = profile.schemes.flatMap((version) => (version === 2 ? [version] : [version, version, version]));
  const version = chance.pick(schemes);
  const state = chance.pick(fuzzStates);
  const autoStop = chance.once(4);
  const device = new FuzzDevice({ parts: options.parts, profile, version, chance, autoStop });
  const scenario = new Scenario({ device, chance, profile, version, counts: options.counts });
  options.counts.scenarios++;
  const kind = `security ${version}, ${state}`;
  options.counts.kinds[kind] = (options.counts.kinds[kind] ?? 0) + 1;
  try {
    await scenario.run(state, options.inputs);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new Misbehaviour(
      `scenario ${seed} (${profile.name}, security ${version}, ${state}), ${scenario.last}: ${what}`,
      { cause: error },
    );
  } finally {
    await device.dispose();
  }
}

interface ScenarioParts {
  readonly device: FuzzDevice;
  readonly chance: Chance;
  readonly profile: virtual.ReleaseProfile;
  readonly version: SecurityVersion;
  readonly counts: FuzzCounts;
}

class Scenario {
  /** The input that was made last, to be named in a report. */
  last = 'on the way into the state';
  readonly #parts: ScenarioParts;
  readonly #offered: readonly string[];
  #earlier: Bytes = new Uint8Array(0);

  constructor(parts: ScenarioParts) {
    this.#parts = parts;
    const { lacks, example } = parts.profile;
    this.#offered = sealedEndpoints.filter(
      (name) => !lacks.includes(name) && (name !== 'custom-data' || example.customData),
    );
  }

  async run(state: FuzzState, inputs: number): Promise<void> {
    const { device, counts } = this.#parts;
    await device.reach(state);
    const end = counts.inputs + inputs;
    while (counts.inputs < end) await this.#step(state);
    this.last = 'when a client came afterwards';
    if (await device.checkAlive()) counts.handshakes++;
    else counts.ended++;
  }

  async #step(state: FuzzState): Promise<void> {
    const { device, chance, version } = this.#parts;
    const early = state === 'fresh' || state === 'handshaking';
    const dice = chance.below(100);
    if (dice < 2) return this.#changePeers();
    if (dice < 4) return await this.#together();
    if (dice < (early ? 40 : version === 2 ? 6 : 10)) return await this.#shake();
    if (dice < (early ? 60 : 18)) return await this.#raw();
    if (device.channel) return await this.#sealed(device.channel);
    // A client that has lost its keys makes new ones, sooner where that is cheap.
    if (device.running && !early && chance.once(version === 2 ? 80 : 4)) return await this.#reconnect();
    return await this.#raw();
  }

  /** Sends with the right keys, so that the handlers are reached. */
  async #sealed(channel: NonNullable<FuzzDevice['channel']>): Promise<void> {
    const { device, chance, counts } = this.#parts;
    const endpoint = chance.pick(this.#offered);
    const request = chance.once(30) ? mutate(this.#earlier, anyRequest(chance), chance) : anyRequest(chance);
    this.#note('sealed', endpoint, request);
    this.#earlier = request;
    counts.sealed++;
    this.#count(await device.sendSealed(endpoint, request, channel));
  }

  /** Sends bytes without keys, to endpoints that exist and to others. */
  async #raw(): Promise<void> {
    const { device, chance, version } = this.#parts;
    const endpoint = this.#anyEndpoint();
    const request = chance.once(3) ? mutate(device.lastSealed, anyRequest(chance), chance) : anyRequest(chance);
    const peer = chance.once(6) ? chance.below(5) : device.peer;
    this.#note(`from peer ${peer}`, endpoint, request);
    // Under security 1 whatever is opened spends the keystream of both ends.
    const spends = version === 1 && peer === device.peer && this.#offered.includes(endpoint);
    if (spends) device.channel?.seal(request);
    const verdict = await device.send(endpoint, request, peer);
    if (spends && 'answer' in verdict) device.channel?.open(verdict.answer);
    // With one nonce for all messages an earlier one opens again, which changes nothing for the client.
    this.#count(verdict);
  }

  async #shake(): Promise<void> {
    const { device, chance } = this.#parts;
    const request = anyHandshakeMessage(chance);
    this.#note('', endpointNames.session, request);
    this.#count(await device.send(endpointNames.session, request));
    await this.#probe();
  }

  /** Whether the client's keys have survived what was said to `prov-session`. */
  async #probe(): Promise<void> {
    const { device, counts } = this.#parts;
    if (!device.channel) return;
    const verdict = await device.sendSealed(endpointNames.config, Uint8Array.of(0x52, 0x00), device.channel);
    counts.sealed++;
    this.#count(verdict);
    if ('refused' in verdict) device.channel = undefined;
  }

  async #together(): Promise<void> {
    const { device, chance, counts } = this.#parts;
    const inputs = Array.from({ length: 2 + chance.below(4) }, () => ({
      peer: chance.once(2) ? device.peer : chance.below(5),
      endpoint: this.#anyEndpoint(),
      request: anyRequest(chance),
    }));
    this.last = `together ${inputs.map(({ peer, endpoint, request }) => `${peer} ${endpoint} ${toHex(request)}`).join(', ')}`;
    await device.sendTogether(inputs);
    counts.inputs += inputs.length;
    // Some may have been opened and spent keys, in an order that only the device knows.
    if (device.channel && this.#parts.version === 1) device.channel = undefined;
    await this.#probe();
  }

  #changePeers(): void {
    const { device, chance } = this.#parts;
    this.last = 'after peers had changed';
    if (chance.once(3)) device.close(chance.below(device.peer + 2));
    else if (chance.once(2)) device.open();
    else device.open(device.peer);
  }

  async #reconnect(): Promise<void> {
    const { device, counts } = this.#parts;
    this.last = 'while reconnecting';
    device.open();
    await device.shakeHands();
    counts.handshakes++;
  }

  #anyEndpoint(): string {
    const { chance } = this.#parts;
    if (chance.once(8)) return chance.pick(strangeNames);
    if (chance.once(12)) return String.fromCodePoint(...Array.from(chance.bytes(20), (byte) => byte * 37));
    if (chance.once(4)) return endpointNames.version;
    return chance.pick(sealedEndpoints);
  }

  #note(how: string, endpoint: string, request: Uint8Array): void {
    this.last = `input ${this.#parts.counts.inputs} ${how} at ${endpoint}: ${toHex(request)}`;
  }

  #count(verdict: Verdict): void {
    const { counts } = this.#parts;
    counts.inputs++;
    if ('answer' in verdict) counts.answered++;
    else counts.refused[verdict.refused] = (counts.refused[verdict.refused] ?? 0) + 1;
  }
}
