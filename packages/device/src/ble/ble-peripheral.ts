import type { Bytes } from '@esp-prov/protocol';

/** A GATT service to offer. */
export interface LocalService {
  /** 128-bit UUID in lower case. */
  readonly uuid: string;
  /** In the order in which clients shall find them. */
  readonly characteristics: readonly LocalCharacteristic[];
  /** Whether clients learn of changes by Service Changed; default true. A platform that always tells them ignores it. */
  readonly tellsChanges?: boolean | undefined;
}

/** A characteristic to offer, readable and writable with response. */
export interface LocalCharacteristic {
  /** 128-bit UUID in lower case. */
  readonly uuid: string;
  /** Value of its Characteristic User Description (0x2901), read-only; undefined: it has none. */
  readonly description: string | undefined;
  /** Whether it also has the property Notify and its descriptor. */
  readonly notify: boolean;
  /** Whether reading and writing need an encrypted link. */
  readonly encrypted: boolean;
  /** Returns its whole value for that central. @throws AttError to refuse */
  read(peer: number): Bytes;
  /** Takes a whole value; the write is answered when it resolves. @throws AttError to refuse */
  write(peer: number, value: Bytes): Promise<void>;
}

/** What the peripheral reports of its links. */
export interface LinkListener {
  /** Called when a central has connected; at most one at a time. */
  connected(peer: number): void;
  disconnected(peer: number): void;
}

/** What is advertised: exactly one service, the full name, and the data of the manufacturer. */
export interface Advertisement {
  /** At most 29 bytes of UTF-8. */
  readonly name: string;
  /** 128-bit UUID in lower case. */
  readonly service: string;
  /** As in the air: two bytes of company identifier, little-endian, then the data. */
  readonly manufacturerData?: Bytes | undefined;
}

/** A refusal with the number that the attribute protocol has for it. */
export class AttError extends Error {
  override readonly name = 'AttError';
  /** 1 to 255. Bluetooth Core Specification, volume 3 part F, 3.4.1.1 */
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * The peripheral role of Bluetooth Low Energy: offers a service and lets one central at a time connect.
 *
 * Failures are `ProvisioningError`s of the family `bluetooth`.
 */
export interface BlePeripheral extends AsyncDisposable {
  /** Offers `service`; from here on `links` is notified of centrals. */
  serve(service: LocalService, links: LinkListener): Promise<void>;
  /**
   * Offers `service` in place of the one before, of the same UUID, while links stay; where the platform numbers all
   * attributes anew, clients have to discover them again. Writes under way are answered before, unless that takes
   * seconds. A peripheral without this method offers what it offered first.
   */
  update?(service: LocalService): Promise<void>;
  /** Advertises until `stopAdvertising`; pauses by itself while a central is connected. */
  advertise(advertisement: Advertisement): Promise<void>;
  /** Also while a central is connected: nothing is advertised then when it has left. */
  stopAdvertising(): Promise<void>;
  /** Ends the link of a central. */
  disconnect(peer: number): Promise<void>;
}
