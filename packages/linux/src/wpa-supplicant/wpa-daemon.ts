import type { Bus, MatchRule, ReceivedSignal, Variant } from '@esp-prov/dbus';
import { type Clock, ProvisioningError, untilAborted, withDeadline } from '@esp-prov/protocol';
import { meansAbsent } from '../wifi/daemon-error.ts';
import { textOf, type Values, valuesOf } from '../wifi/daemon-values.ts';
import { Listeners } from '../wifi/listeners.ts';
import { wpaInterfaces, wpaName, wpaRoot } from './wpa-names.ts';

/** A call to an object of wpa_supplicant. */
export interface WpaCall {
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature?: string | undefined;
  readonly body?: readonly unknown[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

const timeoutMs = 10_000;
const busInterface = 'org.freedesktop.DBus';
const propertiesInterface = 'org.freedesktop.DBus.Properties';

/** wpa_supplicant over all its lives: calls to it, and the few signals of it that a board needs. Nothing is mirrored. */
export class WpaDaemon implements AsyncDisposable {
  readonly #bus: Bus;
  readonly #clock: Clock;
  readonly #signals = new Listeners<ReceivedSignal>();
  readonly #presence = new Listeners<boolean>();
  readonly #stops: (() => Promise<void>)[] = [];
  #owner = '';

  private constructor(bus: Bus, clock: Clock) {
    this.#bus = bus;
    this.#clock = clock;
  }

  /** Begins to listen; wpa_supplicant need not be there. @throws DBusError */
  static async open(bus: Bus, clock: Clock): Promise<WpaDaemon> {
    const daemon = new WpaDaemon(bus, clock);
    try {
      await daemon.#listen();
      return daemon;
    } catch (error) {
      await daemon[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Whether wpa_supplicant has its name on the bus. */
  get present(): boolean {
    return this.#owner !== '';
  }

  /** Hands every signal that is listened for to `listener`, until the returned function is called. */
  onSignal(listener: (signal: ReceivedSignal) => void): () => void {
    return this.#signals.add(listener);
  }

  /** Says when wpa_supplicant comes (true) or goes (false), until the returned function is called. */
  onPresence(listener: (present: boolean) => void): () => void {
    return this.#presence.add(listener);
  }

  /** Returns the answer to a call. @throws DBusError, ProvisioningError `board/refused`, or the reason of the signal */
  async call(call: WpaCall): Promise<readonly unknown[]> {
    const { signal, ...method } = call;
    const text = `wpa_supplicant did not answer ${call.member} within ${timeoutMs / 1000} s`;
    const reason = () => new ProvisioningError('board/refused', text, { details: { timeoutMs } });
    return await withDeadline({ clock: this.#clock, ms: timeoutMs, reason, signal }, (both) =>
      // The clock decides; the limit of the bus comes later, should it ever come.
      this.#bus.call({ destination: wpaName, ...method }, { signal: both, timeoutMs: 2 * timeoutMs }),
    );
  }

  /** Calls a method of an interface object. */
  async ask(
    path: string,
    member: string,
    args: {
      readonly signature?: string;
      readonly body?: readonly unknown[];
      readonly signal?: AbortSignal | undefined;
    } = {},
  ): Promise<unknown> {
    const [result] = await this.call({ path, interface: wpaInterfaces.interface, member, ...args });
    return result;
  }

  /** Returns the properties of an interface of an object. */
  async properties(path: string, interfaceName: string, signal?: AbortSignal): Promise<Values> {
    const target = { path, interface: propertiesInterface, member: 'GetAll' };
    const [values] = await this.call({ ...target, signature: 's', body: [interfaceName], signal });
    return valuesOf(values);
  }

  /** Returns one property of an interface of an object. */
  async property(path: string, interfaceName: string, name: string, signal?: AbortSignal): Promise<unknown> {
    const target = { path, interface: propertiesInterface, member: 'Get' };
    const [variant] = await this.call({ ...target, signature: 'ss', body: [interfaceName, name], signal });
    return valuesOf({ variant })['variant'];
  }

  /** Sets a property of an interface of an object. */
  async set(path: string, interfaceName: string, name: string, value: Variant): Promise<void> {
    const target = { path, interface: propertiesInterface, member: 'Set' };
    await this.call({ ...target, signature: 'ssv', body: [interfaceName, name, value] });
  }

  /** Resolves at the next signal or change of presence. */
  async news(signal?: AbortSignal): Promise<void> {
    const stops: (() => void)[] = [];
    try {
      const next = new Promise<void>((resolve) => {
        stops.push(
          this.onSignal(() => resolve()),
          this.onPresence(() => resolve()),
        );
      });
      await untilAborted(next, signal);
    } finally {
      for (const stop of stops) stop();
    }
  }

  /** Stops listening. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#signals.clear();
    this.#presence.clear();
    // The bus may be closed already, and with it every rule.
    await Promise.all(this.#stops.splice(0).map((stop) => stop().catch(() => undefined)));
  }

  async #listen(): Promise<void> {
    const owner = { sender: busInterface, interface: busInterface, member: 'NameOwnerChanged', arg0: wpaName };
    await this.#match(owner, ({ body }) => this.#take(textOf(body[2])));
    const tell = (signal: ReceivedSignal) => this.#signals.tell(signal);
    // Not the changes of every access point that it hears: they would wake this program at each scan.
    await this.#match({ sender: wpaName, path: wpaRoot, interface: wpaName }, tell);
    const { interface: name } = wpaInterfaces;
    for (const member of ['ScanDone', 'NetworkRemoved', 'PskMismatch', 'SaePasswordMismatch']) {
      await this.#match({ sender: wpaName, interface: name, member }, tell);
    }
    const changes = { sender: wpaName, interface: propertiesInterface, member: 'PropertiesChanged', arg0: name };
    await this.#match(changes, tell);
    const call = { destination: busInterface, path: '/org/freedesktop/DBus', interface: busInterface };
    try {
      const [running] = await this.#bus.call({ ...call, member: 'GetNameOwner', signature: 's', body: [wpaName] });
      this.#owner = textOf(running);
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
    this.#owner = '';
    if (ended) this.#presence.tell(false);
    this.#owner = owner;
    if (owner !== '') this.#presence.tell(true);
  }
}
