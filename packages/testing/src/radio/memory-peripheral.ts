import type { FoundDevice } from '@esp-prov/client';
import type { Advertisement, BlePeripheral, LinkListener, LocalCharacteristic, LocalService } from '@esp-prov/device';
import { ProvisioningError, utf8 } from '@esp-prov/protocol';
import type { MemoryConnection } from './memory-connection.ts';
import type { RadioAir } from './radio-air.ts';

/** Bytes of a scan response for the name and the data of the manufacturer, each with two bytes of header. */
const scanResponseRoom = 31;

/** The device's end of the memory radio; as strict as a stack that counts the bytes of its advertisement. */
export class MemoryPeripheral implements BlePeripheral {
  readonly address: string;
  readonly #air: RadioAir;
  #offer: { readonly service: LocalService; readonly links: LinkListener } | undefined;
  #advertisement: Advertisement | undefined;
  #link: { readonly peer: number; readonly connection: MemoryConnection } | undefined;
  #peers = 0;
  #closed = false;

  constructor(air: RadioAir, address: string) {
    this.#air = air;
    this.address = address;
  }

  async serve(service: LocalService, links: LinkListener): Promise<void> {
    this.#requireOpen();
    requireUuids(service);
    this.#offer = { service, links };
  }

  /** A central that hears nothing of it keeps the attributes that it knows; those that are gone refuse it. */
  async update(service: LocalService): Promise<void> {
    this.#requireOpen();
    requireUuids(service);
    if (this.#offer?.service.uuid !== service.uuid) throw new TypeError('the service that is offered is updated');
    this.#offer = { ...this.#offer, service };
    if (service.tellsChanges !== false) this.#link?.connection.discover(service);
  }

  /** The service as it is now. */
  get service(): LocalService {
    if (!this.#offer) throw new TypeError('nothing is served');
    return this.#offer.service;
  }

  /** Whether a characteristic is still there. */
  has(characteristic: LocalCharacteristic): boolean {
    return this.#offer?.service.characteristics.includes(characteristic) ?? false;
  }

  async advertise(advertisement: Advertisement): Promise<void> {
    this.#requireOpen();
    if (!this.#offer) throw new TypeError('a service is offered before it is advertised');
    const { name, manufacturerData } = advertisement;
    const bytes = 2 + utf8(name).length + (manufacturerData ? 2 + manufacturerData.length : 0);
    if (bytes > scanResponseRoom) throw new RangeError(`a scan response of ${bytes} bytes`);
    if (manufacturerData && manufacturerData.length < 2) throw new RangeError('no whole company identifier');
    this.#advertisement = advertisement;
  }

  async stopAdvertising(): Promise<void> {
    this.#advertisement = undefined;
  }

  async disconnect(peer: number): Promise<void> {
    if (this.#link?.peer === peer) this.#link.connection.lose();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#advertisement = undefined;
    this.#link?.connection.lose();
    this.#offer = undefined;
    if (this.#air.peripherals.get(this.address) === this) this.#air.peripherals.delete(this.address);
  }

  /** Returns what a scanner hears at this moment: nothing while a central is connected. */
  sighting(rssi: number): FoundDevice | undefined {
    if (!this.#advertisement || this.#link) return undefined;
    const { name, service, manufacturerData } = this.#advertisement;
    return { id: this.address, name, rssi, services: [service], manufacturerData: manufacturerData?.slice() };
  }

  /** Lets a central in; undefined when it cannot be. */
  admit(connection: MemoryConnection): { readonly peer: number; readonly service: LocalService } | undefined {
    if (!this.#advertisement || !this.#offer || this.#link) return undefined;
    const { service, links } = this.#offer;
    const peer = ++this.#peers;
    this.#link = { peer, connection };
    links.connected(peer);
    return { peer, service };
  }

  /** Notes that a link is over, on whichever side it ended. */
  ended(peer: number): void {
    if (this.#link?.peer !== peer) return;
    this.#link = undefined;
    this.#offer?.links.disconnected(peer);
  }

  #requireOpen(): void {
    if (this.#closed) throw new ProvisioningError('link/closed', 'the peripheral was closed');
  }
}

function requireUuids({ uuid, characteristics }: LocalService): void {
  for (const each of [uuid, ...characteristics.map((characteristic) => characteristic.uuid)]) {
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(each)) throw new TypeError(`${each} is not a UUID`);
  }
}
