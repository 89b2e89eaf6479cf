import type { GattConnection, RemoteService } from '@esp-prov/client';
import { type Clock, type Log, ProvisioningError } from '@esp-prov/protocol';
import type { Bluetoothd } from '../service/bluetoothd.ts';
import { bluezInterfaces } from '../service/bluez-names.ts';
import { disconnectDevice } from '../service/disconnect-device.ts';
import type { ObjectChange } from '../service/object-mirror.ts';
import { AttributeAccess, linkLost } from './attribute-access.ts';
import { pairDevice, staleBond } from './pair-device.ts';
import { type RemoteAttribute, readServices } from './remote-attributes.ts';

/** A device that is connected, with its services resolved. */
export interface ConnectedDevice {
  readonly path: string;
  readonly address: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Longest time for reading or writing once, in ms. */
  readonly operationTimeoutMs: number;
  /** Objects of paired devices whose last link fell before they had answered anything. */
  readonly suspects: Set<string>;
  /** Called once when the connection is over. */
  onEnd(): void;
}

/** A link to a device by way of bluetoothd. */
export class BluezConnection implements GattConnection {
  #services: readonly RemoteService[];
  /** Whether attributes came or went since the services were read. */
  #hasChanged = false;
  readonly #access: AttributeAccess;
  readonly #bluetoothd: Bluetoothd;
  readonly #device: ConnectedDevice;
  readonly #lost = new AbortController();
  readonly #ended = new AbortController();
  readonly #stopWatching: () => void;
  #answered = false;
  #disposed: Promise<void> | undefined;

  constructor(bluetoothd: Bluetoothd, device: ConnectedDevice) {
    this.#bluetoothd = bluetoothd;
    this.#device = device;
    const stop = bluetoothd.onChange((change) => {
      if (change.path === device.path) this.#look();
      if (isAttributeChange(change, device.path)) this.#hasChanged = true;
    });
    bluetoothd.gone.addEventListener('abort', this.#onGone);
    this.#stopWatching = () => {
      stop();
      bluetoothd.gone.removeEventListener('abort', this.#onGone);
    };
    this.#access = this.#makeAccess();
    this.#services = this.#readServices();
    if (bluetoothd.gone.aborted) this.#onGone();
    else this.#look();
  }

  /**
   * bluetoothd obeys Service Changed: it removes the objects of what went and adds those of what came. At the end of a
   * link it removes all of them, which is no change of the device: then the services stay those that were.
   */
  get services(): readonly RemoteService[] {
    if (this.#hasChanged && this.#isResolved()) {
      this.#hasChanged = false;
      this.#services = this.#readServices();
    }
    return this.#services;
  }

  #readServices(): readonly RemoteService[] {
    const services = readServices(this.#bluetoothd, this.#device.path);
    return services.map((service) => remoteService(service, this.#access));
  }

  #isResolved(): boolean {
    if (this.#ended.signal.aborted) return false;
    const device = this.#bluetoothd.get(this.#device.path, bluezInterfaces.device);
    return device?.['Connected'] === true && device['ServicesResolved'] !== false;
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#disposed ??= this.#close();
    return this.#disposed;
  }

  async #close(): Promise<void> {
    this.#stopWatching();
    if (!this.#ended.signal.aborted) {
      this.#ended.abort(new ProvisioningError('link/closed', 'the Bluetooth link was closed by this side'));
      await disconnectDevice(this.#bluetoothd, this.#device);
    }
    this.#device.onEnd();
  }

  #makeAccess(): AttributeAccess {
    const { path, address, clock, log, operationTimeoutMs } = this.#device;
    return new AttributeAccess({
      bluetoothd: this.#bluetoothd,
      address,
      clock,
      ended: this.#ended.signal,
      timeoutMs: operationTimeoutMs,
      onAnswer: () => {
        this.#answered = true;
        this.#device.suspects.delete(path);
      },
      pair: ({ signal }) => pairDevice(this.#bluetoothd, { path, address, log, signal }),
    });
  }

  #look(): void {
    const device = this.#bluetoothd.get(this.#device.path, bluezInterfaces.device);
    if (device?.['Connected'] === true) return;
    this.#lose(device?.['Paired'] === true && !this.#answered ? this.#suspect() : linkLost());
  }

  /**
   * Returns the failure of a paired link that ended before its first answer: bad luck the first time, a key that the
   * device has lost the second time.
   */
  #suspect(): ProvisioningError {
    const { suspects, path, address } = this.#device;
    if (suspects.has(path)) return staleBond(address, 'the link ends each time before the device has answered');
    suspects.add(path);
    return linkLost();
  }

  readonly #onGone = (): void => {
    this.#lose(linkLost(this.#bluetoothd.gone.reason));
  };

  #lose(reason: ProvisioningError): void {
    if (this.#ended.signal.aborted) return;
    this.#stopWatching();
    this.#lost.abort(reason);
    this.#ended.abort(reason);
    this.#device.onEnd();
  }
}

const attributeInterfaces: ReadonlySet<string> = new Set([
  bluezInterfaces.service,
  bluezInterfaces.characteristic,
  bluezInterfaces.descriptor,
]);

/** Whether an attribute of a device came or went; a value or a flag that changes is neither. */
function isAttributeChange({ path, interface: name, changed }: ObjectChange, devicePath: string): boolean {
  if (!attributeInterfaces.has(name) || !path.startsWith(`${devicePath}/`)) return false;
  return changed === undefined || 'UUID' in changed;
}

function remoteService(service: RemoteAttribute, access: AttributeAccess): RemoteService {
  const characteristics = service.inside.map((characteristic) => ({
    uuid: characteristic.uuid,
    descriptors: characteristic.inside.map((descriptor) => ({
      uuid: descriptor.uuid,
      read: (options = {}) => access.read('descriptor', descriptor, options),
    })),
    read: (options = {}) => access.read('characteristic', characteristic, options),
    write: (value: Uint8Array, options = {}) => access.write(characteristic, value, options),
  }));
  return { uuid: service.uuid, characteristics };
}
