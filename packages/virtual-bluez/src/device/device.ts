import { expandUuid } from '@esp-prov/protocol';
import type { Adapter } from '../adapter/adapter.ts';
import type { Advertisement } from '../adapter/advertisement.ts';
import type { AgentManager } from '../agent-manager.ts';
import { bluezErrors, failed } from '../bluez-error.ts';
import { bluezInterfaces } from '../bluez-names.ts';
import type { Daemon } from '../daemon.ts';
import type { LocalService } from '../gatt/attribute.ts';
import { RemoteServices } from '../gatt/remote-services.ts';
import type { Link, LinkEnd } from '../radio/link.ts';
import { advertisedProperties } from './advertised-properties.ts';
import { connectDevice } from './connect-device.ts';
import { deviceInterface } from './device-interface.ts';
import { DeviceSession } from './device-session.ts';
import { Expiry } from './expiry.ts';
import { pairingError, pairLink } from './pairing.ts';

/** Changes of the signal below this are not announced, unless a program has set a filter. src/device.c of BlueZ 5.66 */
const rssiThreshold = 8;

/** An advertisement that arrived, and how strong in dBm. */
export interface Sighting {
  readonly advertisement: Advertisement;
  readonly rssi: number;
}

/** Generic Access and Generic Attribute, which every device has. */
const ownServices: readonly string[] = [expandUuid(0x1800), expandUuid(0x1801)];

/** What an adapter knows of another one: `org.bluez.Device1`. */
export class Device implements LinkEnd {
  readonly adapter: Adapter;
  readonly address: string;
  readonly addressType: string;
  readonly path: string;
  readonly services: RemoteServices;
  /** What was heard of it last. */
  advertisement: Advertisement | undefined;
  rssi: number | undefined;
  trusted = false;
  blocked = false;
  bonded = false;
  servicesResolved = false;
  connected = false;
  /** The services that it had when they were read last. */
  database: readonly LocalService[] | undefined;
  readonly #daemon: Daemon;
  #givenAlias = '';
  /** Name that the device itself gave over a link. */
  #ownName: string | undefined;
  /** Only seen, and forgotten when it is not seen for a while. */
  #temporary = true;
  readonly #expiry: Expiry;
  #session: DeviceSession | undefined;
  #attempt: AbortController | undefined;
  #pairing: AbortController | undefined;

  /** `first` is what made the adapter notice it, which its object shows from the beginning. */
  constructor(daemon: Daemon, adapter: Adapter, peer: Adapter, first?: Sighting) {
    this.#daemon = daemon;
    this.adapter = adapter;
    this.address = peer.address;
    this.addressType = peer.addressType;
    this.path = `${adapter.path}/dev_${peer.address.replaceAll(':', '_')}`;
    this.services = new RemoteServices(daemon, this.path);
    this.advertisement = first?.advertisement;
    this.rssi = first?.rssi;
    this.#expiry = new Expiry(daemon, {
      mayForget: () => this.#temporary && !this.connected,
      forget: () => adapter.removeDevice(this),
    });
    daemon.server.add(this.path, { [bluezInterfaces.device]: deviceInterface(this) });
    this.#expiry.start();
  }

  get name(): string | undefined {
    return this.#ownName ?? this.advertisement?.localName;
  }

  get alias(): string {
    return this.#givenAlias || (this.name ?? this.address.replaceAll(':', '-'));
  }

  /** Services of the advertisement, or all of them once they are known. */
  get uuids(): readonly string[] {
    if (this.database === undefined) return this.advertisement?.serviceUuids ?? [];
    return [...ownServices, ...this.database.map(({ uuid }) => uuid)];
  }

  /** The programs that answer for the user of the machine whose adapter knows it. */
  get agents(): AgentManager {
    return this.#daemon.agents;
  }

  /** The link that it is at an end of. */
  get link(): Link<Device> | undefined {
    return this.#session?.link;
  }

  /** Takes in an advertisement of the device. */
  seen({ advertisement, rssi }: Sighting, options: { filtered: boolean; duplicates: boolean }): void {
    const before = advertisedProperties(this);
    this.advertisement = advertisement;
    const now = advertisedProperties(this);
    const changed = Object.keys(now).filter((name) => now[name] !== before[name]);
    if (options.duplicates && advertisement.manufacturerData !== undefined) changed.push('ManufacturerData');
    const threshold = options.filtered ? 0 : rssiThreshold;
    if (this.rssi === undefined || Math.abs(this.rssi - rssi) >= threshold) {
      this.rssi = rssi;
      changed.push('RSSI');
    }
    this.announce(...new Set(changed));
    this.#expiry.heard();
  }

  /** Forgets the strength of the signal: no scan runs any more that could measure it. */
  unseen(): void {
    if (this.rssi === undefined) return;
    this.rssi = undefined;
    this.announce('RSSI');
  }

  async connect(): Promise<void> {
    if (this.connected) return;
    this.#keep(true);
    await this.#establish();
  }

  async disconnect(): Promise<void> {
    this.#attempt?.abort(failed('br-connection-canceled'));
    this.#pairing?.abort(pairingError('AuthenticationCanceled'));
    await this.#session?.disconnect();
  }

  async pair(): Promise<void> {
    this.#keep(true);
    if (this.#pairing !== undefined) throw bluezErrors.inProgress();
    if (this.bonded) throw bluezErrors.alreadyExists();
    const pairing = new AbortController();
    this.#pairing = pairing;
    try {
      if (!this.connected) await this.#establish(pairing.signal);
      const session = this.#session;
      if (session === undefined) throw pairingError('ConnectionAttemptFailed');
      const outcome = await pairLink(this.#daemon, session.link, { asked: true, signal: pairing.signal });
      if (outcome !== 'paired') {
        this.#keep(this.trusted);
        throw pairingError(outcome);
      }
      await session.resolved;
    } finally {
      this.#pairing = undefined;
    }
  }

  cancelPairing(): void {
    if (this.#pairing === undefined) throw bluezErrors.doesNotExist();
    this.#pairing.abort(pairingError('AuthenticationCanceled'));
  }

  /** Notes a link, made by this side or by the other. */
  linkUp(link: Link<Device>): void {
    this.connected = true;
    this.#session = new DeviceSession(this.#daemon, this, link);
    this.announce('Connected');
    this.#session.start();
  }

  linkDown(link: Link): void {
    const session = this.#session;
    if (session?.link !== link) return;
    this.#session = undefined;
    this.connected = false;
    this.services.use(undefined);
    this.setResolved(false);
    // The program that requested the end gets its answer before any change is announced; some clients count on that.
    const tell = () => {
      this.announce('Connected');
      this.#expiry.start();
    };
    if (!session.end()) tell();
    else
      this.#daemon.background(async (signal) => {
        await this.#daemon.clock.sleep(0, { signal });
        tell();
      });
  }

  /** Ends the link at once, as when the radio goes. */
  drop(): void {
    this.#attempt?.abort(failed('br-connection-canceled'));
    this.#session?.link.drop();
  }

  setResolved(resolved: boolean): void {
    if (this.servicesResolved === resolved) return;
    this.servicesResolved = resolved;
    this.announce('ServicesResolved');
  }

  setDatabase(database: readonly LocalService[] | undefined): void {
    this.database = database;
    this.services.show(database ?? []);
    this.announce('UUIDs');
  }

  /** Sets the name that the device gave, which counts more than what it advertises. */
  setName(name: string): void {
    if (name === this.#ownName) return;
    this.#ownName = name;
    this.announce('Name', 'Alias');
  }

  setAlias(alias: string): void {
    this.#givenAlias = alias;
    this.announce('Alias');
  }

  setTrusted(trusted: boolean): void {
    this.trusted = trusted;
    this.announce('Trusted');
  }

  setBlocked(blocked: boolean): void {
    this.blocked = blocked;
    if (blocked) this.drop();
    this.announce('Blocked');
  }

  setBonded(bonded: boolean): void {
    if (this.bonded === bonded) return;
    this.bonded = bonded;
    if (bonded) this.#keep(true);
    this.announce('Paired', 'Bonded');
  }

  /** Whether it goes when nothing is heard of it. */
  get temporary(): boolean {
    return this.#temporary;
  }

  /** Takes the object off the bus. */
  remove(): void {
    this.#expiry.stop();
    this.drop();
    this.services.show([]);
    this.#daemon.server.remove(this.path);
  }

  announce(...names: string[]): void {
    if (names.length > 0) this.#daemon.server.changed(this.path, bluezInterfaces.device, ...names);
  }

  async #establish(also?: AbortSignal): Promise<void> {
    // The text is that of EALREADY.
    if (this.#attempt !== undefined) throw failed('Operation already in progress');
    const attempt = new AbortController();
    this.#attempt = attempt;
    const signal = also === undefined ? attempt.signal : AbortSignal.any([attempt.signal, also]);
    try {
      const link = await connectDevice(this.#daemon, this, signal);
      this.linkUp(link);
      link.peripheral.linkUp(link);
    } finally {
      this.#attempt = undefined;
    }
  }

  #keep(keep: boolean): void {
    this.#temporary = !keep;
    this.#expiry.start();
  }
}
