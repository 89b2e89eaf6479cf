import type { Bus, MatchRule, ReceivedSignal } from '@esp-prov/dbus';
import { type Clock, ProvisioningError, untilAborted, withDeadline } from '@esp-prov/protocol';
import { meansAbsent } from '../wifi/daemon-error.ts';
import { textOf, type Values, valuesOf } from '../wifi/daemon-values.ts';
import { Listeners } from '../wifi/listeners.ts';
import { nmInterfaces, nmName, nmPaths } from './nm-names.ts';

/** A call to an object of NetworkManager. */
export interface NmCall {
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature?: string | undefined;
  readonly body?: readonly unknown[] | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Longest time for the answer in ms; default 10 000. */
  readonly timeoutMs?: number | undefined;
}

const defaultTimeoutMs = 10_000;
const busInterface = 'org.freedesktop.DBus';

/** NetworkManager over all its lives: calls to it, and the few signals of it that a board needs. Nothing is mirrored. */
export class NmDaemon implements AsyncDisposable {
  readonly #bus: Bus;
  readonly #clock: Clock;
  readonly #signals = new Listeners<ReceivedSignal>();
  readonly #presence = new Listeners<boolean>();
  readonly #nudges = new Listeners<void>();
  readonly #stops: (() => Promise<void>)[] = [];
  #owner = '';
  #lives = 0;

  private constructor(bus: Bus, clock: Clock) {
    this.#bus = bus;
    this.#clock = clock;
  }

  /** Begins to listen; NetworkManager need not be there. @throws DBusError */
  static async open(bus: Bus, clock: Clock): Promise<NmDaemon> {
    const daemon = new NmDaemon(bus, clock);
    try {
      await daemon.#listen();
      return daemon;
    } catch (error) {
      await daemon[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Whether NetworkManager has its name on the bus. */
  get present(): boolean {
    return this.#owner !== '';
  }

  /** Changes whenever NetworkManager comes or goes: what was begun before is gone. */
  get life(): number {
    return this.#lives;
  }

  /** Hands every signal that is listened for to `listener`, until the returned function is called. */
  onSignal(listener: (signal: ReceivedSignal) => void): () => void {
    return this.#signals.add(listener);
  }

  /** Says when NetworkManager comes (true) or goes (false), until the returned function is called. */
  onPresence(listener: (present: boolean) => void): () => void {
    return this.#presence.add(listener);
  }

  /** Listens for the changes of one more object, until the returned function is called. */
  async watchObject(path: string): Promise<() => Promise<void>> {
    const rule = { sender: nmName, path, interface: nmInterfaces.properties, member: 'PropertiesChanged' };
    return await this.#bus.addMatch(rule, (signal) => this.#signals.tell(signal));
  }

  /** Returns the answer to a call. @throws DBusError, ProvisioningError `board/refused`, or the reason of the signal */
  async call(call: NmCall): Promise<readonly unknown[]> {
    const { timeoutMs: ms = defaultTimeoutMs, signal, ...method } = call;
    const text = `NetworkManager did not answer ${call.member} within ${ms / 1000} s`;
    const reason = () => new ProvisioningError('board/refused', text, { details: { timeoutMs: ms } });
    return await withDeadline({ clock: this.#clock, ms, reason, signal }, (both) =>
      // The clock decides; the limit of the bus comes later, should it ever come.
      this.#bus.call({ destination: nmName, ...method }, { signal: both, timeoutMs: 2 * ms }),
    );
  }

  /** Returns the properties of an interface of an object. */
  async properties(path: string, interfaceName: string, signal?: AbortSignal): Promise<Values> {
    const target = { path, interface: nmInterfaces.properties, member: 'GetAll' };
    const [values] = await this.call({ ...target, signature: 's', body: [interfaceName], signal });
    return valuesOf(values);
  }

  /** Returns one property of an interface of an object. */
  async property(path: string, interfaceName: string, name: string, signal?: AbortSignal): Promise<unknown> {
    const target = { path, interface: nmInterfaces.properties, member: 'Get' };
    const [variant] = await this.call({ ...target, signature: 'ss', body: [interfaceName, name], signal });
    return valuesOf({ variant })['variant'];
  }

  /**
   * Waits until `read` returns something, and returns that. It is called now and after signals, never twice at once:
   * whatever comes while it reads is one reason to read again.
   */
  async when<T>(read: () => Promise<T | undefined>, signal?: AbortSignal): Promise<T> {
    let wake = (): void => undefined;
    let news = false;
    const tell = () => {
      news = true;
      wake();
    };
    const stops = [this.onSignal(tell), this.onPresence(tell), this.#nudges.add(tell)];
    try {
      for (;;) {
        signal?.throwIfAborted();
        news = false;
        const value = await read();
        if (value !== undefined) return value;
        if (news) continue;
        const next = new Promise<void>((resolve) => {
          wake = resolve;
        });
        await untilAborted(next, signal);
      }
    } finally {
      for (const stop of stops) stop();
    }
  }

  /** Has everything that waits look again, for a reason that is no signal of NetworkManager. */
  nudge(): void {
    this.#nudges.tell();
  }

  /** Stops listening. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#signals.clear();
    this.#presence.clear();
    this.#nudges.clear();
    // The bus may be closed already, and with it every rule.
    await Promise.all(this.#stops.splice(0).map((stop) => stop().catch(() => undefined)));
  }

  async #listen(): Promise<void> {
    const owner = { sender: busInterface, interface: busInterface, member: 'NameOwnerChanged', arg0: nmName };
    await this.#match(owner, ({ body }) => this.#take(textOf(body[2])));
    const tell = (signal: ReceivedSignal) => this.#signals.tell(signal);
    const { device, active } = nmInterfaces;
    await this.#match({ sender: nmName, path: nmPaths.manager }, tell);
    await this.#match({ sender: nmName, interface: device, member: 'StateChanged' }, tell);
    await this.#match({ sender: nmName, interface: active, member: 'StateChanged' }, tell);
    const call = { destination: busInterface, path: '/org/freedesktop/DBus', interface: busInterface };
    try {
      const [name] = await this.#bus.call({ ...call, member: 'GetNameOwner', signature: 's', body: [nmName] });
      this.#owner = textOf(name);
    } catch (error) {
      if (!meansAbsent(error)) throw error;
    }
  }

  async #match(rule: MatchRule, listener: (signal: ReceivedSignal) => void): Promise<void> {
    this.#stops.push(await this.#bus.addMatch(rule, listener));
  }

  #take(owner: string): void {
    if (owner === this.#owner) return;
    // Another life without a gap is an end and a start.
    const ended = this.#owner !== '';
    this.#lives++;
    this.#owner = '';
    if (ended) this.#presence.tell(false);
    this.#owner = owner;
    if (owner !== '') this.#presence.tell(true);
  }
}
