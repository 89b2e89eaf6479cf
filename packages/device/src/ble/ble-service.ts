import {
  type Bytes,
  type Clock,
  characteristicUuid,
  expandUuid,
  foreignText,
  type Log,
  openBytes,
} from '@esp-prov/protocol';
import type { Requests, Service } from '../device-transport.ts';
import type { BleFact } from '../words/ble-words.ts';
import { type FirmwareLog, firmwareLog, type LineValue, ownTag } from '../words/firmware-log.ts';
import { attErrorCodes } from './att-error-codes.ts';
import { AttError, type LinkListener, type LocalCharacteristic, type LocalService } from './ble-peripheral.ts';
import type { BleHost, HostRules } from './host-rules.ts';

/** How the attributes of a service look. */
export interface AttributeOptions {
  /** UUID of the service. */
  readonly uuid: string;
  /** Whether characteristics have the 16-bit UUIDs of their slots; else they derive from the service. */
  readonly shortUuids: boolean;
  /** Whether each characteristic names its endpoint. */
  readonly descriptions: boolean;
  readonly notify: boolean;
  readonly encrypted: boolean;
}

/** Parts of a service. */
export interface BleServiceOptions {
  readonly service: Service;
  readonly requests: Requests;
  readonly attributes: AttributeOptions;
  /** Stack whose words the log has. */
  readonly host: BleHost;
  readonly rules: HostRules;
  readonly clock: Clock;
  readonly log: Log;
  /** Ends the link of a central. */
  readonly disconnect: (peer: number) => Promise<void>;
}

/** Number of the first characteristic's value; below it are the services that every device has. Each takes three. */
const firstHandle = 12;

/** Wait before the link ends after a refusal, so that the refusal gets out. */
const closeDelayMs = 50;

/**
 * The attributes of a provisioning service and the one central that uses them: a write is a request, and what is read
 * afterwards is its answer.
 */
export class BleService implements LinkListener {
  readonly #options: BleServiceOptions;
  readonly #lines: FirmwareLog;
  readonly #values = new Map<string, Bytes>();
  /** Characteristics by the names of their endpoints, in the order of their handles. */
  #attributes: ReadonlyMap<string, LocalCharacteristic> = new Map();
  #nextHandle = firstHandle;
  readonly #ended = new AbortController();
  #peer: number | undefined;

  constructor(options: BleServiceOptions) {
    this.#options = options;
    this.#lines = firmwareLog({ log: options.log, words: options.service.words });
    this.#arrange(options.service.endpoints);
  }

  /** What the peripheral is to offer. */
  get local(): LocalService {
    const { attributes, rules } = this.#options;
    const characteristics = [...this.#attributes.values()];
    return { uuid: attributes.uuid.toLowerCase(), characteristics, tellsChanges: rules.tellsChanges };
  }

  /** Offers these endpoints, or refuses them where `offer` does. What stays keeps its handle. */
  async change(
    endpoints: Service['endpoints'],
    offer: (change: 'less' | 'more', service: LocalService) => Promise<void>,
  ): Promise<void> {
    const before = this.#attributes;
    const change = this.#arrange(endpoints);
    try {
      if (change !== 'nothing') await offer(change, this.local);
    } catch (error) {
      this.#attributes = before;
      throw error;
    }
    for (const name of before.keys()) if (!this.#attributes.has(name)) this.#values.delete(name);
  }

  /** Returns whether attributes come by it, or go. */
  #arrange(endpoints: Service['endpoints']): 'nothing' | 'less' | 'more' {
    const before = this.#attributes;
    const names = new Set(endpoints.map(({ name }) => name));
    const kept = [...before].filter(([name]) => names.has(name) || !this.#options.rules.removesAttributes);
    const added = endpoints.filter(({ name }) => !before.has(name));
    this.#attributes = new Map([
      ...kept,
      ...added.map((endpoint): [string, LocalCharacteristic] => [endpoint.name, this.#characteristic(endpoint)]),
    ]);
    if (added.length > 0) return 'more';
    return kept.length < before.size ? 'less' : 'nothing';
  }

  /** The central that is connected. */
  get peer(): number | undefined {
    return this.#peer;
  }

  connected(peer: number): void {
    if (this.#ended.signal.aborted || this.#peer === peer) return;
    // Devices have room for one; the first one stays.
    if (this.#peer !== undefined) {
      void this.#disconnect(peer);
      return;
    }
    this.#peer = peer;
    this.#line('connected', peer);
    this.#options.requests.open(peer);
  }

  disconnected(peer: number): void {
    if (this.#peer !== peer) return;
    this.#peer = undefined;
    this.#line('disconnected', peer);
    if (!this.#options.rules.keepsLastValue) this.#values.clear();
    this.#options.requests.close(peer);
  }

  /**
   * Ends the session; from here on every request is refused.
   *
   * @param keepsOn - whether Bluetooth goes on, with the link of the client
   */
  end(keepsOn = false): void {
    this.#line('stopped');
    if (keepsOn) this.#line('keeping-on');
    if (this.#peer !== undefined) this.disconnected(this.#peer);
    this.#ended.abort();
    this.#values.clear();
  }

  /** Notes that the transport waits for clients. */
  begin(): void {
    if (this.#options.host === 'nimble') this.#lines('nimble/host-started');
    this.#line('waiting');
  }

  #characteristic({ name, slot }: Service['endpoints'][number]): LocalCharacteristic {
    const handle = this.#nextHandle;
    this.#nextHandle += 3;
    const { uuid: service, shortUuids, descriptions, notify, encrypted } = this.#options.attributes;
    const uuid = shortUuids ? expandUuid(slot) : characteristicUuid(service, slot);
    return {
      uuid,
      description: descriptions ? name : undefined,
      notify,
      encrypted,
      read: () => this.#read({ endpoint: name, uuid, handle }),
      write: (peer, value) => this.#write(peer, { endpoint: name, uuid, handle }, value),
    };
  }

  #read({ endpoint, uuid, handle }: Attribute): Bytes {
    const value = this.#values.get(endpoint);
    if (this.#options.host === 'nimble') this.#line('read', uuid, handle);
    else this.#line('read', this.#peer ?? 0, handle, 0);
    this.#line('read-first');
    if (!value) this.#line('read-before-write', handle);
    return value?.slice() ?? new Uint8Array(0);
  }

  async #write(peer: number, attribute: Attribute, value: Bytes): Promise<void> {
    const { maxValue, longAnswer, keepsLastValue } = this.#options.rules;
    // A platform may report a central only by its requests.
    this.connected(peer);
    if (this.#peer !== peer) throw new AttError(attErrorCodes.unlikely, 'another central is connected');
    if (!this.#takes(peer, attribute, value)) return;
    const { endpoint, handle } = attribute;
    const answer = await this.#answer(peer, endpoint, value);
    if (answer.length > maxValue && longAnswer === 'refused') {
      this.#line('answer-length', answer.length, handle);
      throw new AttError(attErrorCodes.invalidLength, `an answer may have ${maxValue} bytes`);
    }
    this.#line('answer', openBytes(answer));
    if (answer.length > maxValue && longAnswer === 'dropped') return;
    // Of a client that left in the meantime only careless releases keep the answer.
    if (this.#peer === peer || keepsLastValue) this.#values.set(endpoint, answer.slice(0, maxValue));
  }

  /** Whether a write is a request; one that is none is refused or ignored. */
  #takes(peer: number, { uuid, handle }: Attribute, { length }: Bytes): boolean {
    const { host, rules } = this.#options;
    const { maxValue, emptyWrite } = rules;
    if (host === 'bluedroid') {
      this.#line('write', peer, handle, length);
      this.#line('write-whole');
    }
    if (length === 0 && emptyWrite === 'ignored') {
      this.#line('empty-write');
      return false;
    }
    if (length > maxValue || (length === 0 && emptyWrite === 'refused')) {
      this.#line('write-length', length, handle);
      throw new AttError(attErrorCodes.invalidLength, `a request may have 1 to ${maxValue} bytes`);
    }
    if (host === 'nimble') this.#line('write', uuid, handle, length);
    return true;
  }

  async #answer(peer: number, endpoint: string, value: Bytes): Promise<Bytes> {
    const { requests, rules } = this.#options;
    try {
      return await requests.handle(peer, endpoint, value);
    } catch {
      // Both hosts say so, though only one of them does it.
      this.#line('refused');
      if (rules.closesAfterRefusal) {
        const ended = this.#disconnect(peer, rules.refusal === undefined ? 0 : closeDelayMs);
        // Without a number the link is gone before whatever follows could reach the client.
        if (rules.refusal === undefined) await ended;
      }
      throw new AttError(rules.refusal ?? attErrorCodes.unlikely, `${endpoint} refused`);
    }
  }

  async #disconnect(peer: number, delayMs = 0): Promise<void> {
    const { clock, disconnect, log } = this.#options;
    try {
      if (delayMs > 0) await clock.sleep(delayMs, { signal: this.#ended.signal });
      await disconnect(peer);
    } catch (error) {
      if (this.#ended.signal.aborted) return;
      log('error', ownTag, `the link could not be ended: ${foreignText(String(error))}`);
    }
  }

  #line(fact: BleFact, ...values: readonly LineValue[]): void {
    this.#lines(`${this.#options.host}/${fact}`, ...values);
  }
}

/** A characteristic as the log names it. */
interface Attribute {
  readonly endpoint: string;
  readonly uuid: string;
  readonly handle: number;
}
