import { bleServiceUuids, type Clock, type Log, ProvisioningError, silentLog, systemClock } from '@esp-prov/protocol';
import type { DeviceTransport, EndServiceOptions, Requests, Service } from '../device-transport.ts';
import type { Advertisement, BlePeripheral } from './ble-peripheral.ts';
import { BleService } from './ble-service.ts';
import { type BleHost, type HostRules, hostRules } from './host-rules.ts';
import { makeAdvertisement } from './make-advertisement.ts';

/** What happens to Bluetooth when the service ends: off, or on for other uses, with or without the client's link. */
export type BleAfterStop = 'off' | 'disconnect' | 'stay-connected';

/** How provisioning is offered over Bluetooth. */
export interface BleDeviceOptions {
  /** Bluetooth stack to behave as; default NimBLE, as in the examples. */
  readonly host?: BleHost | undefined;
  /** What differs from the newest release of that stack. */
  readonly rules?: Partial<HostRules> | undefined;
  /** UUID of the service; default that of the examples. */
  readonly service?: string | undefined;
  /** Whether characteristics have the 16-bit UUIDs of their slots, as before v3.2.3; else they derive from the service. */
  readonly shortUuids?: boolean | undefined;
  /** Whether each characteristic names its endpoint; default true. */
  readonly descriptions?: boolean | undefined;
  /** Whether characteristics have the property Notify, which nothing ever uses. */
  readonly notify?: boolean | undefined;
  /** Whether clients have to pair. */
  readonly encrypted?: boolean | undefined;
  /** Two bytes of company identifier, little-endian, then the data; cut to what the name leaves room for. */
  readonly manufacturerData?: Uint8Array | undefined;
  /** Default `off`. */
  readonly afterStop?: BleAfterStop | undefined;
  readonly clock?: Clock | undefined;
  readonly log?: Log | undefined;
}

/**
 * Returns a device's service over Bluetooth Low Energy: one central at a time, one characteristic for each endpoint.
 *
 * @param peripheral - used for one start; a function makes a new one for each start. It is closed when the service
 * ends,
 *   unless `afterStop` keeps it on: then it stays its owner's
 */
export function bleDeviceTransport(
  peripheral: BlePeripheral | (() => Promise<BlePeripheral>),
  options: BleDeviceOptions = {},
): DeviceTransport {
  return new BleDeviceTransport(peripheral, options);
}

/** What is on between a start and its end. */
interface Running {
  readonly peripheral: BlePeripheral;
  readonly advertisement: Advertisement;
  service?: BleService;
}

class BleDeviceTransport implements DeviceTransport {
  readonly ble: NonNullable<DeviceTransport['ble']>;
  readonly #source: BlePeripheral | (() => Promise<BlePeripheral>);
  readonly #options: BleDeviceOptions;
  #running: Running | undefined;
  #used = false;

  constructor(source: BlePeripheral | (() => Promise<BlePeripheral>), options: BleDeviceOptions) {
    this.#source = source;
    this.#options = options;
    this.ble = { staysOn: (options.afterStop ?? 'off') !== 'off' };
  }

  async start(service: Service, requests: Requests): Promise<void> {
    const { host = 'nimble', rules, service: uuid = bleServiceUuids.example, manufacturerData } = this.#options;
    const { clock = systemClock, log = service.log ?? silentLog } = this.#options;
    // Before anything is switched on, as the name may be refused.
    const advertisement = makeAdvertisement({ name: service.name, service: uuid.toLowerCase(), manufacturerData }, log);
    const peripheral = await this.#open();
    const running: Running = { peripheral, advertisement };
    this.#running = running;
    const { shortUuids = false, descriptions = true, notify = false, encrypted = false } = this.#options;
    running.service = new BleService({
      service,
      requests,
      attributes: { uuid, shortUuids, descriptions, notify, encrypted },
      host,
      rules: { ...hostRules[host], ...rules },
      clock,
      log,
      disconnect: (peer) => peripheral.disconnect(peer),
    });
    await peripheral.serve(running.service.local, running.service);
    await peripheral.advertise(advertisement);
    running.service.begin();
  }

  async change(endpoints: Service['endpoints']): Promise<void> {
    const { peripheral, service } = this.#running ?? {};
    if (!peripheral || !service) return;
    await service.change(endpoints, async (change, local) => {
      if (peripheral.update) return await peripheral.update(local);
      // What stays although it is gone refuses every request, as in firmware.
      if (change === 'more')
        throw new ProvisioningError('manager/invalid-state', 'this peripheral keeps its attributes');
    });
  }

  async advertise(on: boolean): Promise<void> {
    const { peripheral, advertisement } = this.#running ?? {};
    if (!peripheral || !advertisement) return;
    await (on ? peripheral.advertise(advertisement) : peripheral.stopAdvertising());
  }

  async endService({ disconnect }: EndServiceOptions): Promise<void> {
    await this.#end(disconnect ? 'disconnect' : 'stay-connected');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#end(this.#options.afterStop ?? 'off');
  }

  async #end(afterStop: BleAfterStop): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    if (!running) return;
    const { peripheral, service } = running;
    const peer = service?.peer;
    service?.end(afterStop === 'stay-connected');
    try {
      await peripheral.stopAdvertising();
      if (peer !== undefined && afterStop !== 'stay-connected') await peripheral.disconnect(peer);
    } finally {
      if (afterStop === 'off') await peripheral[Symbol.asyncDispose]();
    }
  }

  async #open(): Promise<BlePeripheral> {
    if (typeof this.#source === 'function') return await this.#source();
    if (this.#used) {
      throw new ProvisioningError(
        'manager/invalid-state',
        'the peripheral has already served; to start again, pass a function that makes a new one',
      );
    }
    this.#used = true;
    return this.#source;
  }
}
