import { type Bus, connectBus, type ReceivedSignal, type Variant } from '@esp-prov/dbus';
import { afterEach, describe, expect, test } from 'vitest';
import { canStartBus } from '../../../../test/setup/needs.ts';
import {
  startVirtualWpaSupplicant,
  type VirtualWpaSupplicant,
  type VirtualWpaSupplicantOptions,
} from '../../src/index.ts';

const name = 'fi.w1.wpa_supplicant1';
const root = '/fi/w1/wpa_supplicant1';
const text = (value: string): Variant => ({ signature: 's', value });
const quick = {
  delays: { scanMs: 20, joinMs: 20, wrongKeyMs: 40, wrongSaeMs: 10, lossMs: 20, dhcpMs: 20, hotspotMs: 10 },
  scanPauseMs: 30,
};

describe.skipIf(!canStartBus)('the virtual wpa_supplicant', () => {
  const open: AsyncDisposable[] = [];
  afterEach(async () => {
    for (const each of open.splice(0).reverse()) await each[Symbol.asyncDispose]();
  });

  async function room(options: VirtualWpaSupplicantOptions = {}) {
    const virtual = await startVirtualWpaSupplicant({
      ...quick,
      accessPoints: [
        { ssid: 'home', passphrase: 'correct-horse' },
        { ssid: 'new', passphrase: 'battery-staple', security: 'wpa3', channel: 11 },
        { ssid: 'cafe', channel: 1 },
      ],
      ...options,
    });
    open.push(virtual);
    const bus = await connectBus({ address: virtual.address });
    open.push(bus);
    return { virtual, bus, station: await Station.open(bus, virtual) };
  }

  test('takes an interface once, and only one that is there', async () => {
    const { bus } = await room();
    const create = (ifname: string) =>
      bus.call({
        destination: name,
        path: root,
        interface: name,
        member: 'CreateInterface',
        signature: 'a{sv}',
        body: [{ Ifname: text(ifname) }],
      });
    await expect(create('wlan0')).rejects.toMatchObject({ errorName: `${name}.InterfaceExists` });
    await expect(create('wlan7')).rejects.toMatchObject({ errorName: `${name}.UnknownError` });
    const get = bus.call({
      destination: name,
      path: root,
      interface: name,
      member: 'GetInterface',
      signature: 's',
      body: ['wlan7'],
    });
    await expect(get).rejects.toMatchObject({ errorName: `${name}.InterfaceUnknown` });
  });

  test('walks through the states of a handshake', async () => {
    const { station } = await room();
    await station.join({ ssid: text('home'), psk: text('correct-horse') });
    await station.until('completed');
    const states = station.values('State');
    const whole = ['authenticating', 'associating', 'associated', '4way_handshake', 'completed'];
    expect(states.slice(-5)).toEqual(whole);
    expect(station.values('AuthStatusCode')).toEqual([0]);
    expect(station.values('DisconnectReason')).toEqual([]);
  });

  test('ends the handshake of a wrong key with reason 15, which it keeps after a success', async () => {
    const { station } = await room();
    const wrong = await station.join({ ssid: text('home'), psk: text('wrong-horse') });
    await station.value('DisconnectReason');
    // It tries again by itself, and may have failed once more.
    expect(new Set(station.values('DisconnectReason'))).toEqual(new Set([15]));
    expect(await station.get('State')).not.toBe('completed');
    await station.call('RemoveNetwork', 'o', [wrong]);
    await station.join({ ssid: text('home'), psk: text('correct-horse') });
    await station.until('completed');
    expect(await station.get('DisconnectReason')).toBe(15);
  });

  test('answers a wrong password of SAE with status 1 and no reason', async () => {
    const { station } = await room();
    await station.join({
      ssid: text('new'),
      sae_password: text('wrong'),
      key_mgmt: text('SAE'),
      ieee80211w: { signature: 'i', value: 2 },
    });
    await station.heard(({ AuthStatusCode }) => AuthStatusCode === 1);
    expect(station.values('DisconnectReason')).toEqual([]);
    expect(station.values('AuthStatusCode').slice(0, 2)).toEqual([0, 1]);
  });

  test('scans for an absent network again and again, and says nothing else', async () => {
    const { station } = await room();
    await station.join({ ssid: text('nowhere'), psk: text('whatever123') });
    await station.scansDone(3);
    expect(await station.get('State')).toBe('scanning');
    expect(station.values('DisconnectReason')).toEqual([]);
  });

  test('disables the others when one is selected, and tells its own end of a link as -3', async () => {
    const { virtual, station } = await room();
    await station.join({ ssid: text('cafe'), key_mgmt: text('NONE') });
    await station.until('completed');
    await station.join({ ssid: text('home'), psk: text('correct-horse') });
    await station.value('DisconnectReason');
    expect(station.values('DisconnectReason')).toEqual([-3]);
    expect(virtual.networks('wlan0').map(({ enabled }) => enabled)).toEqual(['false', 'true']);
  });

  test('keeps the results of a scan that may not lead to a connection to itself', async () => {
    const { station } = await room({ files: { '/etc/w.conf': { networks: [] } } });
    await station.call('Scan', 'a{sv}', [{ Type: text('active'), AllowRoam: { signature: 'b', value: false } }]);
    await station.scansDone(1);
    expect((await station.get('BSSs')) as string[]).toHaveLength(3);
    expect(station.values('State')).not.toContain('authenticating');
  });

  test('refuses a second scan, unknown options and keys that are too short, in the words of 2.10', async () => {
    const { station } = await room({ delays: { ...quick.delays, scanMs: 60_000 } });
    const scan = () => station.call('Scan', 'a{sv}', [{ Type: text('active') }]);
    await scan();
    await expect(scan()).rejects.toMatchObject({ errorName: `${name}.Interface.ScanError` });
    await expect(station.call('Scan', 'a{sv}', [{}])).rejects.toMatchObject({ errorName: `${name}.InvalidArgs` });
    const add = (options: Record<string, Variant>) => station.call('AddNetwork', 'a{sv}', [options]);
    for (const options of [
      { psk: text('short') },
      { nonsense: text('x') },
      { ssid: { signature: 'ay', value: new Uint8Array(33) } },
    ]) {
      await expect(add(options)).rejects.toMatchObject({ errorName: 'org.freedesktop.DBus.Error.InvalidArgs' });
    }
    expect(await station.get('Networks')).toEqual([]);
    await expect(station.call('Disconnect')).rejects.toMatchObject({ errorName: `${name}.NotConnected` });
    await expect(station.call('SaveConfig')).rejects.toMatchObject({ errorName: `${name}.UnknownError` });
  });

  test('loses what is in no file when it is restarted, and keeps the air', async () => {
    const file = '/etc/wpa_supplicant/wpa_supplicant.conf';
    const { virtual, station } = await room({
      files: { [file]: { updates: true, networks: [{ ssid: 'cafe' }] } },
      controls: [{ name: 'wlan0', configFile: file }],
    });
    await station.until('completed');
    await station.call('AddNetwork', 'a{sv}', [{ ssid: text('home'), psk: text('correct-horse') }]);
    await virtual.restart();
    expect(virtual.networks('wlan0')).toHaveLength(1);
    const again = await Station.open(await reconnect(virtual), virtual);
    await again.call('AddNetwork', 'a{sv}', [{ ssid: text('home'), psk: text('correct-horse') }]);
    await again.call('SaveConfig');
    await virtual.restart();
    expect(virtual.networks('wlan0')).toHaveLength(2);
    expect(virtual.fileNetworks(file)).toHaveLength(2);
  });

  test('announces a wrong key as 2.11 does', async () => {
    const { station } = await room({ release: '2.11' });
    await station.join({ ssid: text('home'), psk: text('wrong-horse') });
    await station.value('DisconnectReason');
    expect(station.signals.map(({ member }) => member)).toContain('PskMismatch');
  });

  async function reconnect(virtual: VirtualWpaSupplicant): Promise<Bus> {
    const bus = await connectBus({ address: virtual.address });
    open.push(bus);
    return bus;
  }
});

/** A program that uses an interface of wpa_supplicant, without code of @esp-prov/linux. */
class Station {
  readonly signals: ReceivedSignal[] = [];
  readonly #bus: Bus;
  readonly #path: string;
  #arrived: () => void = () => undefined;

  private constructor(bus: Bus, path: string) {
    this.#bus = bus;
    this.#path = path;
  }

  static async open(bus: Bus, virtual: VirtualWpaSupplicant): Promise<Station> {
    const controlled = virtual.networks('wlan0').length > 0;
    const call = { destination: name, path: root, interface: name };
    const [path] = controlled
      ? await bus.call({ ...call, member: 'GetInterface', signature: 's', body: ['wlan0'] })
      : await bus.call({ ...call, member: 'CreateInterface', signature: 'a{sv}', body: [{ Ifname: text('wlan0') }] });
    const station = new Station(bus, String(path));
    await bus.addMatch({ path: String(path), interface: `${name}.Interface` }, (signal) => {
      station.signals.push(signal);
      station.#arrived();
    });
    return station;
  }

  async call(member: string, signature = '', body: readonly unknown[] = []): Promise<unknown> {
    const target = { destination: name, path: this.#path, interface: `${name}.Interface` };
    const [result] = await this.#bus.call({ ...target, member, signature, body });
    return result;
  }

  async get(property: string): Promise<unknown> {
    const target = { destination: name, path: this.#path, interface: 'org.freedesktop.DBus.Properties' };
    const [value] = await this.#bus.call({
      ...target,
      member: 'Get',
      signature: 'ss',
      body: [`${name}.Interface`, property],
    });
    return (value as Variant).value;
  }

  async join(options: Record<string, Variant>): Promise<unknown> {
    const network = await this.call('AddNetwork', 'a{sv}', [options]);
    await this.call('SelectNetwork', 'o', [network]);
    return network;
  }

  /** Returns what a property was changed to, one after another. */
  values(property: string): unknown[] {
    return this.#changes().flatMap((change) => (property in change ? [change[property]] : []));
  }

  async until(state: string): Promise<void> {
    if ((await this.get('State')) !== state) await this.heard(({ State }) => State === state);
  }

  async value(property: string): Promise<void> {
    await this.heard((change) => property in change);
  }

  async scansDone(count: number): Promise<void> {
    while (this.signals.filter(({ member }) => member === 'ScanDone').length < count) await this.#next();
  }

  async heard(matches: (change: Readonly<Record<string, unknown>>) => boolean): Promise<void> {
    while (!this.#changes().some(matches)) await this.#next();
  }

  #changes(): Readonly<Record<string, unknown>>[] {
    return this.signals
      .filter(({ member }) => member === 'PropertiesChanged')
      .map(({ body }) => {
        const values = Object.entries(body[0] as Record<string, Variant>);
        return Object.fromEntries(values.map(([key, { value }]) => [key, value]));
      });
  }

  #next(): Promise<void> {
    return new Promise((resolve) => {
      this.#arrived = resolve;
    });
  }
}
