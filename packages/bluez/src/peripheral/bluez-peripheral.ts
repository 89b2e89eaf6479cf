import type { Advertisement, BlePeripheral, LinkListener, LocalService } from '@esp-prov/device';
import { ProvisioningError } from '@esp-prov/protocol';
import { BluezHost, type BluezOptions } from '../service/bluez-host.ts';
import type { ChangedSettings } from './adapter-settings.ts';
import { Registration } from './registration.ts';

/** How the peripheral role is played. */
export interface BluezPeripheralOptions extends BluezOptions {
  /**
   * Whether centrals that want to pair are refused as long as a service without encryption is offered, so that no other
   * program of the machine, such as the desktop, asks its user about them. Default: whoever answers for the machine
   * answers.
   */
  readonly refusesPairing?: boolean | undefined;
}

/**
 * Returns the peripheral role on Linux, by way of bluetoothd. When bluetoothd or the adapter goes away and comes back,
 * it registers everything again by itself.
 */
export function bluezPeripheral(options: BluezPeripheralOptions = {}): BlePeripheral {
  return new BluezPeripheral(options);
}

/** What is offered, and the listener of its links. */
interface Offer {
  readonly service: LocalService;
  readonly listener: LinkListener;
}

/** Time between two tries to register again. */
const retryMs = 1000;

class BluezPeripheral implements BlePeripheral {
  readonly #host: BluezHost;
  readonly #closed = new AbortController();
  #offer: Offer | undefined;
  #advertisement: Advertisement | undefined;
  #registration: Registration | undefined;
  #recovery: Promise<void> = Promise.resolve();
  readonly #changedSettings: ChangedSettings = new Map();
  readonly #refusesPairing: boolean;
  #lastPeer = 0;

  constructor({ refusesPairing = false, ...options }: BluezPeripheralOptions) {
    this.#refusesPairing = refusesPairing;
    this.#host = new BluezHost(options);
  }

  async serve(service: LocalService, listener: LinkListener): Promise<void> {
    this.#closed.signal.throwIfAborted();
    if (this.#offer !== undefined) throw new TypeError('a peripheral offers one service, and this one has its own');
    this.#offer = { service, listener };
    try {
      await this.#register();
    } catch (error) {
      this.#offer = undefined;
      throw error;
    }
  }

  async update(service: LocalService): Promise<void> {
    this.#closed.signal.throwIfAborted();
    if (this.#offer === undefined) throw new TypeError('a service is served before it is updated');
    // Where bluetoothd is just away, this is what is offered when it is back.
    this.#offer = { ...this.#offer, service };
    await this.#registration?.change(service);
  }

  async advertise(advertisement: Advertisement): Promise<void> {
    this.#closed.signal.throwIfAborted();
    if (this.#offer === undefined) throw new TypeError('what is advertised has to be served first');
    this.#advertisement = advertisement;
    try {
      // Where bluetoothd is just away, it is advertised as soon as it is back.
      await this.#registration?.advertise(advertisement);
    } catch (error) {
      this.#advertisement = undefined;
      throw error;
    }
  }

  async stopAdvertising(): Promise<void> {
    this.#advertisement = undefined;
    await this.#registration?.stopAdvertising();
  }

  async disconnect(peer: number): Promise<void> {
    await this.#registration?.disconnect(peer);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.abort(new ProvisioningError('link/closed', 'Bluetooth was closed by this program'));
    await this.#recovery;
    const registration = this.#registration;
    this.#registration = undefined;
    await registration?.[Symbol.asyncDispose]();
    await this.#host[Symbol.asyncDispose]();
  }

  async #register(): Promise<void> {
    const { clock, log } = this.#host;
    const offer = this.#offer as Offer;
    const usable = await this.#host.adapter('peripheral', { signal: this.#closed.signal });
    const nextPeer = () => {
      this.#lastPeer += 1;
      return this.#lastPeer;
    };
    const registration = await Registration.open(usable, {
      ...offer,
      nextPeer,
      changedSettings: this.#changedSettings,
      refusesPairing: this.#refusesPairing,
      clock,
      log,
    });
    try {
      if (this.#advertisement !== undefined) await registration.advertise(this.#advertisement);
      registration.ended.throwIfAborted();
      this.#closed.signal.throwIfAborted();
    } catch (error) {
      await registration[Symbol.asyncDispose]();
      throw error;
    }
    this.#registration = registration;
    const recover = () => {
      this.#recovery = this.#recover(registration);
    };
    registration.ended.addEventListener('abort', recover, { once: true });
    // Updated while it was being registered. Where that fails, the registration has ended, and is made again.
    if (this.#offer !== undefined && this.#offer !== offer) {
      await registration.change(this.#offer.service).catch(() => undefined);
    }
  }

  /** Offers the service again. Never rejects, as no caller would handle it. */
  async #recover(ended: Registration): Promise<void> {
    const { clock, log } = this.#host;
    const signal = this.#closed.signal;
    this.#registration = undefined;
    log('warn', 'bluez', `the service is not offered for now: ${messageOf(ended.ended.reason)}`);
    await ended[Symbol.asyncDispose]();
    let told = '';
    while (!signal.aborted) {
      try {
        await this.#host.serviceRuns({ signal });
        await this.#register();
        log('info', 'bluez', 'the service is offered again');
        return;
      } catch (error) {
        if (signal.aborted) return;
        const text = messageOf(error);
        if (text !== told) log('warn', 'bluez', `waiting to offer the service again: ${text}`);
        told = text;
        if (this.#host.hopeless) {
          log('error', 'bluez', 'the service is not offered any more: the bus that was passed in has ended');
          return;
        }
      }
      await clock.sleep(retryMs, { signal }).catch(() => undefined);
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
