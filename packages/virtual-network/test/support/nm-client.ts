import { type ConnectedBus, connectBus, isDBusError, type ReceivedSignal, type Variant } from '@esp-prov/dbus';

const name = 'org.freedesktop.NetworkManager';
export const nmPath = '/org/freedesktop/NetworkManager';
export const text = (value: string): Variant => ({ signature: 's', value });
export const bytes = (value: string): Variant => ({ signature: 'ay', value: new TextEncoder().encode(value) });

/** Settings of a profile, `a{sa{sv}}`. */
export type Settings = Record<string, Record<string, Variant>>;

/** Returns the settings of a Wi-Fi profile. */
export function wifi(ssid: string, options: { key?: string; sae?: boolean; more?: Settings } = {}): Settings {
  const { key, sae = false, more = {} } = options;
  return {
    '802-11-wireless': { ssid: bytes(ssid), ...more['802-11-wireless'] },
    ...(key === undefined
      ? {}
      : { '802-11-wireless-security': { 'key-mgmt': text(sae ? 'sae' : 'wpa-psk'), psk: text(key) } }),
    ...Object.fromEntries(Object.entries(more).filter(([setting]) => setting !== '802-11-wireless')),
  };
}

/** A program that uses NetworkManager as the documentation has it, and notes what it hears. */
export class NmClient implements AsyncDisposable {
  readonly bus: ConnectedBus;
  readonly signals: ReceivedSignal[] = [];
  readonly #waiting = new Set<{ test(signal: ReceivedSignal): boolean; resolve(signal: ReceivedSignal): void }>();

  private constructor(bus: ConnectedBus) {
    this.bus = bus;
  }

  static async open(address: string): Promise<NmClient> {
    const client = new NmClient(await connectBus({ address }));
    await client.bus.addMatch({ sender: name, pathNamespace: '/org/freedesktop' }, (signal) => client.#hear(signal));
    return client;
  }

  async call(path: string, member: string, signature = '', ...body: unknown[]): Promise<readonly unknown[]> {
    const [kind, method] = member.includes('.') ? split(member) : ['', member];
    const target = kind === '' ? name : kind.startsWith('org.') ? kind : `${name}.${kind}`;
    return await this.bus.call({ destination: name, path, interface: target, member: method, signature, body });
  }

  /** Returns the name of the error that a call is answered with, without that of NetworkManager, and its text. */
  async refusal(call: () => Promise<unknown>): Promise<string> {
    try {
      await call();
      return 'no error';
    } catch (error) {
      if (!isDBusError(error, 'reply')) throw error;
      return `${error.errorName.replace(`${name}.`, '')}: ${error.message}`;
    }
  }

  async get(path: string, kind: string, property: string): Promise<unknown> {
    const target = kind === '' ? name : `${name}.${kind}`;
    const [value] = await this.call(path, 'org.freedesktop.DBus.Properties.Get', 'ss', target, property);
    return (value as Variant).value;
  }

  async device(interfaceName = 'wlan0'): Promise<string> {
    const [path] = await this.call(nmPath, 'GetDeviceByIpIface', 's', interfaceName);
    return path as string;
  }

  async state(interfaceName = 'wlan0'): Promise<unknown> {
    return await this.get(await this.device(interfaceName), 'Device', 'State');
  }

  /** Waits for a signal that was sent, or is. */
  async heard(test: (signal: ReceivedSignal) => boolean): Promise<ReceivedSignal> {
    const present = this.signals.find(test);
    if (present !== undefined) return present;
    return await new Promise((resolve) => this.#waiting.add({ test, resolve }));
  }

  /**
   * Waits until a device has told this state. Returns the states up to it, with their reasons, since `forgetSignals`:
   * what a service tells next may have come before the test goes on.
   */
  async reached(state: number): Promise<readonly string[]> {
    const last = await this.heard((signal) => isStateChange(signal) && signal.body[0] === state);
    return statesOf(this.signals.slice(0, this.signals.indexOf(last) + 1));
  }

  /** Returns the states that devices have told until now, with their reasons, since `forgetSignals`. */
  get states(): readonly string[] {
    return statesOf(this.signals);
  }

  forgetSignals(): void {
    this.signals.length = 0;
  }

  /** Adds a profile and connects with it; the paths of the profile and of the connection. */
  async join(settings: Settings, options: Record<string, string> = {}, device?: string): Promise<[string, string]> {
    const given = Object.fromEntries(Object.entries(options).map(([key, value]) => [key, text(value)]));
    const path = device ?? (await this.device());
    const answer = await this.call(nmPath, 'AddAndActivateConnection2', 'a{sa{sv}}ooa{sv}', settings, path, '/', given);
    return [answer[0] as string, answer[1] as string];
  }

  /** Returns all objects below NetworkManager with their properties. */
  async objects(): Promise<Record<string, Record<string, Record<string, Variant>>>> {
    const [all] = await this.call('/org/freedesktop', 'org.freedesktop.DBus.ObjectManager.GetManagedObjects');
    return all as Record<string, Record<string, Record<string, Variant>>>;
  }

  /** Returns the SSIDs that a device has heard. */
  async ssids(interfaceName = 'wlan0'): Promise<string[]> {
    const [paths] = await this.call(await this.device(interfaceName), 'Device.Wireless.GetAllAccessPoints');
    const names = (paths as string[]).map((path) => this.get(path, 'AccessPoint', 'Ssid'));
    return (await Promise.all(names)).map((ssid) => new TextDecoder().decode(ssid as Uint8Array));
  }

  #hear(signal: ReceivedSignal): void {
    this.signals.push(signal);
    for (const each of this.#waiting) {
      if (!each.test(signal)) continue;
      this.#waiting.delete(each);
      each.resolve(signal);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.bus.close();
  }
}

function statesOf(signals: readonly ReceivedSignal[]): readonly string[] {
  return signals.filter(isStateChange).map(({ body: [now, before, reason] }) => `${before}->${now} ${reason}`);
}

function isStateChange({ interface: from, member }: ReceivedSignal): boolean {
  return from === `${name}.Device` && member === 'StateChanged';
}

function split(member: string): [string, string] {
  const dot = member.lastIndexOf('.');
  return [member.slice(0, dot), member.slice(dot + 1)];
}
