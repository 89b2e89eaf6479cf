import { bleDeviceTransport, type HostRules, Protocomm } from '@esp-prov/device';
import {
  builtInEndpoints,
  type EndpointInfo,
  endpointNames,
  firstCustomSlot,
  sec1Device,
  utf8,
} from '@esp-prov/protocol';
import { type ManualClock, manualClock, memoryRadio } from '@esp-prov/testing';
import { connectBle, DeviceSession, type Transport } from '../../src/index.ts';

export const pop = 'abcd1234';

const always = builtInEndpoints.filter(({ kind }) => kind !== 'request');

/** A device over Bluetooth whose endpoints come and go; each answers its name and what it was sent, backwards. */
export class ChangingDevice {
  readonly clock: ManualClock = manualClock();
  readonly radio: ReturnType<typeof memoryRadio> = memoryRadio({ clock: this.clock });
  /** Plain requests in their order, as `ENDPOINT TEXT`. */
  readonly heard: string[] = [];
  /** Public keys of the client, one for each handshake. */
  readonly keys: string[] = [];
  links = 0;
  readonly #protocomm = new Protocomm({ security: sec1Device({ pop }) });
  readonly #transport: ReturnType<typeof bleDeviceTransport>;

  constructor(rules: Partial<HostRules> = {}) {
    const options = { clock: this.clock, rules: { removesAttributes: true, ...rules } };
    this.#transport = bleDeviceTransport(this.radio.peripheral, options);
    this.#protocomm.addSecurity(endpointNames.session);
    const version = utf8('{"prov":{"ver":"netprov-v1.2","sec_ver":1,"sec_patch_ver":0,"cap":[]}}');
    this.#protocomm.add(endpointNames.version, () => version, 'version');
  }

  /** Begins with these custom endpoints. */
  async start(...names: string[]): Promise<void> {
    const handle = async (peer: number, endpoint: string, request: Uint8Array) => {
      // Command 0 of security 1, which holds the key of the client; command 1 begins with its number.
      if (endpoint === endpointNames.session && request[4] !== 8) this.keys.push(String(request));
      return await this.#protocomm.handle(peer, endpoint, request);
    };
    await this.#transport.start(
      { name: 'PROV_1', endpoints: this.#offer(names) },
      { open: (peer) => this.#protocomm.open(peer), close: (peer) => this.#protocomm.close(peer), handle },
    );
  }

  /** Has these custom endpoints from now on. */
  async change(...names: string[]): Promise<void> {
    await this.#transport.change?.(this.#offer(names));
  }

  /** Opens a link to it. */
  readonly open = async (): Promise<Transport> => {
    this.links++;
    return await connectBle(this.radio.central, { name: 'PROV_1', clock: this.clock });
  };

  /** Opens a session with it. */
  async connect(): Promise<DeviceSession> {
    return await this.clock.run(DeviceSession.connect(this.open, { pop, clock: this.clock }));
  }

  /** Says a text to an endpoint and returns its answer. */
  async say(session: DeviceSession, endpoint: string, text: string): Promise<string> {
    const answer = await this.clock.run(session.request(endpoint, utf8(text)));
    return new TextDecoder().decode(answer);
  }

  #offer(names: readonly string[]): EndpointInfo[] {
    for (const name of names) {
      this.#protocomm.add(name, (request) => {
        const text = new TextDecoder().decode(request);
        this.heard.push(`${name} ${text}`);
        return utf8(`${name} ${[...text].reverse().join('')}`);
      });
    }
    const customs = names.map((name, i) => ({ name, slot: firstCustomSlot + i, kind: 'request' as const }));
    return [...always, ...customs];
  }
}
