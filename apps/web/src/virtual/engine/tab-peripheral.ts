import type { FoundDevice } from '@esp-prov/client';
import type { Advertisement, BlePeripheral, LinkListener, LocalCharacteristic, LocalService } from '@esp-prov/device';
import { ProvisioningError } from '@esp-prov/protocol';

/** The client's end of a link, as the device's end needs it. */
interface LinkEnd {
  /** Breaks the link. */
  lose(): void;
  /** Learns the attributes anew, as at Service Changed. */
  discover(service: LocalService): void;
}

/** The device's end of the radio in the page: one central at a time. */
export class TabPeripheral implements BlePeripheral {
  readonly address: string;
  readonly #onClosed: () => void;
  #offer: { readonly service: LocalService; readonly links: LinkListener } | undefined;
  #advertisement: Advertisement | undefined;
  #link: { readonly peer: number; readonly end: LinkEnd } | undefined;
  #peers = 0;
  #closed = false;

  constructor(address: string, onClosed: () => void) {
    this.address = address;
    this.#onClosed = onClosed;
  }

  async serve(service: LocalService, links: LinkListener): Promise<void> {
    this.#requireOpen();
    this.#offer = { service, links };
  }

  async update(service: LocalService): Promise<void> {
    this.#requireOpen();
    if (!this.#offer) throw new TypeError('nothing is served');
    this.#offer = { ...this.#offer, service };
    if (service.tellsChanges !== false) this.#link?.end.discover(service);
  }

  async advertise(advertisement: Advertisement): Promise<void> {
    this.#requireOpen();
    this.#advertisement = advertisement;
  }

  async stopAdvertising(): Promise<void> {
    this.#advertisement = undefined;
  }

  async disconnect(peer: number): Promise<void> {
    if (this.#link?.peer === peer) this.#link.end.lose();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#advertisement = undefined;
    this.#link?.end.lose();
    this.#offer = undefined;
    this.#onClosed();
  }

  /** The service as it is now; undefined where none is offered. */
  get service(): LocalService | undefined {
    return this.#offer?.service;
  }

  /** Whether a characteristic is still there. */
  has(characteristic: LocalCharacteristic): boolean {
    return this.#offer?.service.characteristics.includes(characteristic) ?? false;
  }

  /** Returns what a scanner hears at this moment: nothing while a central is connected. */
  sighting(rssi: number): FoundDevice | undefined {
    if (!this.#advertisement || this.#link) return undefined;
    const { name, service, manufacturerData } = this.#advertisement;
    return { id: this.address, name, rssi, services: [service], manufacturerData: manufacturerData?.slice() };
  }

  /** Lets a central in; undefined where it cannot be. */
  admit(end: LinkEnd): { readonly peer: number; readonly service: LocalService } | undefined {
    if (!this.#advertisement || !this.#offer || this.#link) return undefined;
    const { service, links } = this.#offer;
    const peer = ++this.#peers;
    this.#link = { peer, end };
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
