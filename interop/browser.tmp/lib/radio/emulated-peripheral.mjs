import { EmulatedValue } from './emulated-value.mjs';

/** Characteristic User Description. */
const userDescription = '00002901-0000-1000-8000-00805f9b34fb';
const clientConfiguration = '00002902-0000-1000-8000-00805f9b34fb';

/** A device on the emulated radio: the port `BlePeripheral` of `@esp-prov/device`. */
export class EmulatedPeripheral {
  /** What becomes of the next attempts to connect or to discover: a code of HCI, or `hang`. Undefined: it works. */
  refuses = { connection: undefined, discovery: undefined };
  /**
   * Called before each operation with `{ endpoint, type }`; may wait, drop the link, or return a fault: `hang` for no
   * answer at all, a number for that ATT error, bytes that a read returns.
   */
  interferes = () => undefined;
  #radio;
  #offer;
  #advertisement;
  /** Identifiers of DevTools for what it offers: of the service, and of each characteristic. */
  #ids = { service: undefined, characteristics: new Map() };
  #values = new Set();
  #peer;
  #peers = 0;

  constructor(radio, address) {
    this.#radio = radio;
    this.address = address;
  }

  get name() {
    return this.#advertisement?.name;
  }

  /** Pauses by itself while a central is connected. */
  get isAdvertising() {
    return this.#advertisement !== undefined && this.#peer === undefined;
  }

  get isConnected() {
    return this.#peer !== undefined;
  }

  async serve(service, links) {
    this.#offer = { service, links };
  }

  async update(service) {
    const { links } = this.#offer;
    this.#offer = { service, links };
    if (this.#ids.service === undefined) return;
    for (const [characteristic, characteristicId] of this.#ids.characteristics) {
      if (service.characteristics.includes(characteristic)) continue;
      this.#ids.characteristics.delete(characteristic);
      await this.#radio.send('removeCharacteristic', { characteristicId });
    }
    for (const characteristic of service.characteristics) {
      if (!this.#ids.characteristics.has(characteristic)) await this.#addCharacteristic(characteristic);
    }
  }

  async advertise(advertisement) {
    this.#advertisement = advertisement;
    await this.appear();
  }

  async stopAdvertising() {
    this.#advertisement = undefined;
  }

  async disconnect(peer) {
    if (this.#peer === peer) await this.drop();
  }

  async [Symbol.asyncDispose]() {
    this.#advertisement = undefined;
    this.#offer = this.#offer && { ...this.#offer, isOver: true };
    if (this.#peer !== undefined) await this.drop();
    this.#radio.forget(this.address);
  }

  /**
   * Ends the link as one that is lost. An operation under way is answered with an error first: Chromium's emulation
   * would otherwise neither answer it nor tell the page of the loss.
   */
  async drop() {
    await this.lose();
    if (!this.#radio.isOn) return;
    await this.#radio.send('simulateGATTDisconnection', { address: this.address });
    // The emulation forgets the attributes with the link.
    if (this.#advertisement !== undefined) await this.#addAttributes();
  }

  /** Ends the link on this side alone: the radio is going. */
  async lose() {
    const peer = this.#peer;
    this.#peer = undefined;
    for (const value of this.#values) await value.abandon();
    if (peer !== undefined) this.#offer?.links.disconnected(peer);
  }

  /** Notes that the page has left: the emulation does not report it. */
  async left() {
    if (this.#peer !== undefined) await this.drop();
  }

  /** Puts it on the air of a radio that does not know it. */
  async appear() {
    if (this.#advertisement === undefined || this.#offer === undefined) return;
    const { name, service, manufacturerData } = this.#advertisement;
    const { address } = this;
    const data = manufacturerData && {
      key: manufacturerData[0] | (manufacturerData[1] << 8),
      data: Buffer.from(manufacturerData.subarray(2)).toString('base64'),
    };
    await this.#radio.send('simulatePreconnectedPeripheral', {
      address,
      name,
      manufacturerData: data ? [data] : [],
      knownServiceUuids: [service],
    });
    await this.#addAttributes();
    // Without all of these the browser process dies, though the protocol calls some of them optional.
    const scanRecord = { name, uuids: [service], appearance: 0, txPower: 0, manufacturerData: data ? [data] : [] };
    await this.#radio.send('simulateAdvertisement', { entry: { deviceAddress: address, rssi: -55, scanRecord } });
  }

  /** Answers an attempt to connect or to discover: 0, or why not; undefined is no answer. */
  async admit(type, notEstablished) {
    const refusal = this.refuses[type];
    if (refusal === 'hang') return undefined;
    if (refusal !== undefined) return refusal;
    if (type !== 'connection') return 0;
    if (!this.isAdvertising) return notEstablished;
    this.#peers += 1;
    this.#peer = this.#peers;
    this.#offer.links.connected(this.#peer);
    return 0;
  }

  async #addAttributes() {
    const { service } = this.#offer;
    this.#values.clear();
    this.#ids = { service: undefined, characteristics: new Map() };
    const { serviceId } = await this.#radio.send('addService', { address: this.address, serviceUuid: service.uuid });
    this.#ids.service = serviceId;
    for (const characteristic of service.characteristics) await this.#addCharacteristic(characteristic);
  }

  async #addCharacteristic(characteristic) {
    const { uuid, description, notify } = characteristic;
    const properties = { read: true, write: true, notify };
    const { characteristicId } = await this.#radio.send('addCharacteristic', {
      serviceId: this.#ids.service,
      characteristicUuid: uuid,
      properties,
    });
    this.#ids.characteristics.set(characteristic, characteristicId);
    const add = (descriptorUuid) => this.#radio.send('addDescriptor', { characteristicId, descriptorUuid });
    const { descriptorId } = description === undefined ? {} : await add(userDescription);
    if (notify) await add(clientConfiguration);
    const value = new EmulatedValue(characteristic, {
      peer: () => this.#peer,
      latency: () => this.#radio.latencyMs,
      interferes: (operation) => this.interferes(operation),
    });
    this.#values.add(value);
    this.#radio.know({ characteristicId, descriptorId }, value);
  }
}
