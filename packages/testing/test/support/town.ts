import { type ConnectOptions, type OpenTransport, Provisioner, type Transport } from '@esp-prov/client';
import {
  type DeviceTransport,
  type KeyValueStore,
  ProvisioningManager,
  type StoredValue,
  wrapDeviceTransport,
  wrapRequests,
} from '@esp-prov/device';
import {
  type Clock,
  capabilities,
  type DeviceSecurity,
  equalConstantTime,
  isProvisioningError,
  makeVerifier,
  type Random,
  sec0Device,
  sec1Device,
  sec2Device,
  utf8,
} from '@esp-prov/protocol';
import { FakeWifiDriver, type ManualClock, seededRandom } from '../../src/index.ts';
import { Collector } from './collector.ts';

export const pop = 'abcd1234';
export const ssid = 'town';
export const passphrase = 'correct horse battery';

const connection = {
  ssid: utf8(ssid),
  bssid: Uint8Array.of(2, 4, 6, 8, 10, 12),
  channel: 6,
  rssi: -50,
  authMode: 3,
  ip4: '192.168.1.42',
};

/** A radio in a town with one network; joins end after two seconds, well or not. */
class TownWifi extends FakeWifiDriver {
  readonly #clock: Clock;

  constructor(clock: Clock) {
    super([connection]);
    this.#clock = clock;
  }

  override join(network: { ssid: Uint8Array<ArrayBuffer>; passphrase: Uint8Array<ArrayBuffer> }): void {
    super.join(network);
    this.#clock.sleep(2000).then(
      () => {
        if (!equalConstantTime(network.ssid, utf8(ssid))) this.report({ kind: 'disconnected', reason: 201 });
        else if (!equalConstantTime(network.passphrase, utf8(passphrase))) {
          this.report({ kind: 'disconnected', reason: 15 });
        } else this.report({ kind: 'got-ip', connection });
      },
      () => undefined,
    );
  }
}

/** Returns a store for one test. */
function testStore(): KeyValueStore {
  const values = new Map<string, StoredValue>();
  return {
    get: async (namespace, key) => values.get(`${namespace}/${key}`),
    commit: async (namespace, entries) => {
      for (const [key, value] of entries) {
        if (value === null) values.delete(`${namespace}/${key}`);
        else values.set(`${namespace}/${key}`, value);
      }
    },
  };
}

const verifier = makeVerifier(
  'wifiprov',
  pop,
  Uint8Array.from({ length: 16 }, (_, i) => i + 1),
);

export const schemes = {
  'security 0': () => sec0Device(),
  'security 1': (random: Random) => sec1Device({ pop, random }),
  'security 1 without a PoP': (random: Random) => sec1Device({ random }),
  'security 2': (random: Random) => sec2Device({ ...verifier, random }),
} as const satisfies Record<string, (random: Random) => DeviceSecurity>;

export type SchemeName = keyof typeof schemes;

/** A real device and a real client in one clock, with everything that they let out. */
export class Town {
  readonly clock: ManualClock;
  readonly out: Collector = new Collector();
  readonly #random: Random = seededRandom(7);
  readonly #manager: ProvisioningManager;
  readonly #scheme: SchemeName;

  constructor(scheme: SchemeName, { clock, transport }: { clock: ManualClock; transport: DeviceTransport }) {
    this.#scheme = scheme;
    this.clock = clock;
    this.#manager = new ProvisioningManager({
      transport: this.#listened(transport),
      wifi: new TownWifi(this.clock),
      store: testStore(),
      clock: this.clock,
      log: this.out.log,
    });
    this.#manager.createEndpoint('custom-data', () => utf8('SUCCESS\0'));
    this.#manager.watchSecurity((event) => this.out.take(event));
  }

  /** Switches the device on. */
  async start(serviceName = 'PROV_TEST'): Promise<void> {
    const noPop = this.#scheme === 'security 1 without a PoP';
    await this.#manager.start({
      serviceName,
      security: schemes[this.#scheme](this.#random),
      capabilities: noPop ? [capabilities.noPop] : [],
    });
  }

  /** Returns the whole way of a client; ends as `connected`, as `failed` with a reason, or as the code of an error. */
  async provision(
    transport: Transport | OpenTransport,
    options: Pick<ConnectOptions, 'pop' | 'password' | 'reconnect'> = {},
  ): Promise<string> {
    const attempt = async (): Promise<string> => {
      const provisioner = await Provisioner.connect(transport, {
        // Questions, which demand nothing: each scheme takes what it needs.
        pop: () => pop,
        username: () => 'wifiprov',
        password: () => pop,
        allowUnproven: true,
        clock: this.clock,
        random: this.#random,
        ...options,
      });
      await provisioner.send('custom-data', utf8('MyCustomData'));
      this.out.take(await provisioner.scan());
      let last = '';
      for await (const step of provisioner.provision({ ssid, passphrase })) {
        this.out.take(step);
        last = step.kind === 'failed' ? `failed ${step.reason}` : step.kind;
      }
      await provisioner[Symbol.asyncDispose]();
      return last;
    };
    return await this.clock.run(
      attempt().catch((error: unknown) => {
        this.out.take(error);
        if (isProvisioningError(error)) return error.code;
        throw error;
      }),
    );
  }

  /** Gives the device the time to end what it began, then brings it back to where it takes credentials. */
  async recover(): Promise<void> {
    await this.clock.advance(60_000);
    if (this.#manager.phase === 'failed') await this.#manager.resetOnFailure();
    if (this.#manager.phase === 'idle') await this.start();
  }

  /** Returns `transport`, watching what the device throws. */
  #listened(transport: DeviceTransport): DeviceTransport {
    return wrapDeviceTransport(transport, (requests) =>
      wrapRequests(requests, {
        handle: (...given) =>
          requests.handle(...given).catch((error: unknown) => {
            this.out.take(error);
            throw error;
          }),
      }),
    );
  }
}
