import { type ConnectedBus, connectBus, DBusError, type ReceivedSignal, type Variant } from '@esp-prov/dbus';
import { expect } from 'vitest';

/** Returns the path of the device that is behind another adapter, by the last byte of its address. */
export const devicePath = (adapter = 'hci0', last = '01'): string =>
  `/org/bluez/${adapter}/dev_02_00_00_00_00_${last.toUpperCase()}`;

type Properties = Readonly<Record<string, unknown>>;

/** A client of bluetoothd that speaks plain D-Bus, and remembers every signal. */
export interface TestCentral extends AsyncDisposable {
  readonly bus: ConnectedBus;
  readonly signals: ReceivedSignal[];
  /** Calls a method of an object of bluetoothd; the interface is that of its kind. */
  call(path: string, member: string, signature?: string, body?: readonly unknown[]): Promise<readonly unknown[]>;
  get(path: string, name: string): Promise<unknown>;
  set(path: string, name: string, signature: string, value: unknown): Promise<void>;
  /** Returns all objects, each with the properties of all its interfaces. */
  objects(): Promise<ReadonlyMap<string, Properties>>;
  /** Waits until a property has this value. */
  until(path: string, name: string, value: unknown): Promise<void>;
  /** Scans until a device is there; the scan goes on. */
  find(path?: string, filter?: Readonly<Record<string, Variant>>): Promise<void>;
  /** Finds the device, connects, and waits for its services. */
  reach(path?: string): Promise<void>;
  /** Returns the path of the attribute with that UUID below a device. */
  attribute(uuid: string, path?: string): Promise<string>;
  read(path: string, options?: Readonly<Record<string, Variant>>): Promise<Uint8Array>;
  write(path: string, value: Uint8Array | string, options?: Readonly<Record<string, Variant>>): Promise<void>;
  /** Returns the name and text of the error that `action` fails with. */
  refusal(action: () => Promise<unknown>): Promise<string>;
  /** Changes of a property that were announced for an object, in order. */
  changes(path: string, name: string): unknown[];
}

const standard = 'org.freedesktop.DBus';

/** Connects a client to the bus. */
export async function testCentral(address: string): Promise<TestCentral> {
  const bus = await connectBus({ address });
  const signals: ReceivedSignal[] = [];
  await bus.addMatch({ sender: 'org.bluez' }, (signal) => signals.push(signal));
  const plain = (path: string, interfaceName: string, member: string, signature = '', body: readonly unknown[] = []) =>
    bus.call(
      { destination: 'org.bluez', path, interface: interfaceName, member, signature, body },
      { timeoutMs: 10_000 },
    );
  const central: TestCentral = {
    bus,
    signals,
    call: (path, member, signature, body) => plain(path, interfaceOf(path), member, signature, body),
    async get(path, name) {
      const [variant] = await plain(path, `${standard}.Properties`, 'Get', 'ss', [interfaceOf(path), name]);
      return (variant as Variant).value;
    },
    async set(path, name, signature, value) {
      const body = [interfaceOf(path), name, { signature, value }];
      await plain(path, `${standard}.Properties`, 'Set', 'ssv', body);
    },
    async objects() {
      const [tree] = await plain('/', `${standard}.ObjectManager`, 'GetManagedObjects');
      const objects = tree as Record<string, Record<string, Record<string, Variant>>>;
      const merged = Object.entries(objects).map(([path, interfaces]) => {
        const all = Object.values(interfaces).flatMap((properties) => Object.entries(properties));
        return [path, Object.fromEntries(all.map(([name, { value }]) => [name, value]))] as const;
      });
      return new Map(merged);
    },
    async until(path, name, value) {
      const read = async () => (await central.objects()).get(path)?.[name];
      await expect.poll(read, { interval: 5, message: `${name} of ${path}` }).toBe(value);
    },
    async find(path = devicePath(), filter = { Transport: { signature: 's', value: 'le' } }) {
      const adapter = path.split('/').slice(0, 4).join('/');
      await central.call(adapter, 'SetDiscoveryFilter', 'a{sv}', [filter]);
      await central.call(adapter, 'StartDiscovery');
      await expect.poll(async () => (await central.objects()).has(path), { interval: 5, message: path }).toBe(true);
    },
    async reach(path = devicePath()) {
      if (!(await central.objects()).has(path)) await central.find(path);
      await central.call(path, 'Connect');
      await central.until(path, 'ServicesResolved', true);
    },
    async attribute(uuid, path = devicePath()) {
      for (const [each, { UUID }] of await central.objects()) {
        if (each.startsWith(`${path}/`) && UUID === uuid) return each;
      }
      throw new Error(`${path} has no attribute ${uuid}`);
    },
    async read(path, options = {}) {
      const [value] = await central.call(path, 'ReadValue', 'a{sv}', [options]);
      return value as Uint8Array;
    },
    async write(path, value, options = {}) {
      const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
      await central.call(path, 'WriteValue', 'aya{sv}', [bytes, options]);
    },
    async refusal(action) {
      try {
        await action();
      } catch (error) {
        if (error instanceof DBusError && error.code === 'reply') {
          return `${error.errorName.replace('org.bluez.Error.', '')}: ${error.message}`;
        }
        throw error;
      }
      return 'no error';
    },
    changes(path, name) {
      return signals.flatMap((signal) => {
        if (signal.path !== path || signal.member !== 'PropertiesChanged') return [];
        const [, changed, gone] = signal.body as [string, Record<string, Variant>, string[]];
        if (gone.includes(name)) return [undefined];
        return name in changed ? [changed[name]?.value] : [];
      });
    },
    [Symbol.asyncDispose]: () => bus.close(),
  };
  return central;
}

function interfaceOf(path: string): string {
  if (path === '/org/bluez') return 'org.bluez.AgentManager1';
  const last = path.split('/').at(-1) ?? '';
  if (last.startsWith('desc')) return 'org.bluez.GattDescriptor1';
  if (last.startsWith('char')) return 'org.bluez.GattCharacteristic1';
  if (last.startsWith('service')) return 'org.bluez.GattService1';
  return last.startsWith('dev_') ? 'org.bluez.Device1' : 'org.bluez.Adapter1';
}
