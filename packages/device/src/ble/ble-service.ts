import {
  type Bytes,
  type Clock,
  characteristicUuid,
  expandUuid,
  isProvisioningError,
  type Log,
} from '@esp-prov/protocol';
import type { Requests, Service } from '../endpoint.ts';
import { attErrorCodes } from './att-error-codes.ts';
import { AttError, type LinkListener, type LocalCharacteristic, type LocalService } from './ble-peripheral.ts';
import type { HostRules } from './host-rules.ts';

/** How the attributes of a service look. */
export interface AttributeOptions {
  /** UUID of the service. */
  readonly uuid: string;
  /** Whether characteristics have the 16-bit UUIDs of their slots; else they derive from the service. */
  readonly shortUuids: boolean;
  /** Whether each characteristic tells the name of its endpoint. */
  readonly descriptions: boolean;
  readonly notify: boolean;
  readonly encrypted: boolean;
}

/** Parts of a service. */
export interface BleServiceOptions {
  readonly service: Service;
  readonly requests: Requests;
  readonly attributes: AttributeOptions;
  readonly rules: HostRules;
  readonly clock: Clock;
  readonly log: Log;
  /** Ends the link of a central. */
  readonly disconnect: (peer: number) => Promise<void>;
}

/** Wait before the link ends after a refusal, so that the refusal gets out. */
const closeDelayMs = 50;

/**
 * The attributes of a provisioning service and the one central that uses them: a write is a request, and what is read
 * afterwards is its answer.
 */
export class BleService implements LinkListener {
  /** What the peripheral is to offer. */
  readonly local: LocalService;
  readonly #options: BleServiceOptions;
  readonly #values = new Map<string, Bytes>();
  readonly #ended = new AbortController();
  #peer: number | undefined;

  constructor(options: BleServiceOptions) {
    this.#options = options;
    const { uuid } = options.attributes;
    this.local = {
      uuid: uuid.toLowerCase(),
      characteristics: options.service.endpoints.map((endpoint) => this.#characteristic(endpoint)),
    };
  }

  /** The central that is connected. */
  get peer(): number | undefined {
    return this.#peer;
  }

  connected(peer: number): void {
    if (this.#ended.signal.aborted || this.#peer === peer) return;
    // Devices have room for one; the first one stays.
    if (this.#peer !== undefined) return this.#disconnect(peer);
    this.#peer = peer;
    this.#options.requests.open(peer);
  }

  disconnected(peer: number): void {
    if (this.#peer !== peer) return;
    this.#peer = undefined;
    if (!this.#options.rules.keepsLastValue) this.#values.clear();
    this.#options.requests.close(peer);
  }

  /** Ends the session; from here on every request is refused. */
  end(): void {
    if (this.#peer !== undefined) this.disconnected(this.#peer);
    this.#ended.abort();
    this.#values.clear();
  }

  #characteristic({ name, slot }: Service['endpoints'][number]): LocalCharacteristic {
    const { uuid, shortUuids, descriptions, notify, encrypted } = this.#options.attributes;
    return {
      uuid: shortUuids ? expandUuid(slot) : characteristicUuid(uuid, slot),
      description: descriptions ? name : undefined,
      notify,
      encrypted,
      read: () => this.#values.get(name)?.slice() ?? new Uint8Array(0),
      write: (peer, value) => this.#write(peer, name, value),
    };
  }

  async #write(peer: number, endpoint: string, value: Bytes): Promise<void> {
    const { maxValue, emptyWrite, longAnswer, keepsLastValue } = this.#options.rules;
    // A platform may tell of a central only by what it does.
    this.connected(peer);
    if (this.#peer !== peer) throw new AttError(attErrorCodes.unlikely, 'another central is connected');
    if (value.length === 0 && emptyWrite === 'ignored') return;
    if (value.length > maxValue || (value.length === 0 && emptyWrite === 'refused')) {
      throw new AttError(attErrorCodes.invalidLength, `a request may have 1 to ${maxValue} octets`);
    }
    const answer = await this.#answer(peer, endpoint, value);
    if (answer.length > maxValue && longAnswer === 'refused') {
      this.#log(`${endpoint}: an answer of ${answer.length} octets is too long`);
      throw new AttError(attErrorCodes.invalidLength, `an answer may have ${maxValue} octets`);
    }
    if (answer.length > maxValue && longAnswer === 'dropped') return;
    // Of a client that left in the meantime only careless releases keep the answer.
    if (this.#peer === peer || keepsLastValue) this.#values.set(endpoint, answer.slice(0, maxValue));
  }

  async #answer(peer: number, endpoint: string, value: Bytes): Promise<Bytes> {
    const { requests, rules } = this.#options;
    try {
      return await requests.handle(peer, endpoint, value);
    } catch (error) {
      const words = isProvisioningError(error) ? `refused: ${error.message}` : `failed: ${String(error)}`;
      this.#log(`${endpoint} ${words}`);
      // Both hosts say so, though only one of them does it.
      this.#log('Invalid content received, killing connection');
      if (rules.closesAfterRefusal) this.#disconnect(peer, closeDelayMs);
      throw new AttError(rules.refusal, `${endpoint} refused`);
    }
  }

  #disconnect(peer: number, delayMs = 0): void {
    const { clock, disconnect } = this.#options;
    const end = async () => {
      if (delayMs > 0) await clock.sleep(delayMs, { signal: this.#ended.signal });
      await disconnect(peer);
    };
    end().catch((error: unknown) => {
      if (!this.#ended.signal.aborted) this.#log(`the link could not be ended: ${String(error)}`);
    });
  }

  #log(text: string): void {
    this.#options.log('error', this.#options.rules.logTag, text);
  }
}
