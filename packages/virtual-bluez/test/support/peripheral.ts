import {
  type ConnectedBus,
  connectBus,
  type ExportedInterface,
  type ExportedProperty,
  errorReply,
  ObjectServer,
  type Variant,
} from '@esp-prov/dbus';

/** A characteristic of the test peripheral. */
export interface TestCharacteristic {
  readonly uuid: string;
  readonly flags?: readonly string[];
  /** Its name, in a descriptor 0x2901. */
  readonly description?: string;
  read?(offset: number): Uint8Array;
  write?(value: Uint8Array, options: Readonly<Record<string, unknown>>): Promise<void> | void;
}

/** What the test peripheral registers. */
export interface TestPeripheralOptions {
  readonly address: string;
  readonly adapter?: string;
  readonly service?: string;
  readonly characteristics?: readonly TestCharacteristic[];
  /** Properties of the advertisement beside its type; undefined takes one away. */
  readonly advertisement?: Readonly<Record<string, Variant | undefined>>;
}

/** A program that offers a service over D-Bus, as one on a board does. */
export interface TestPeripheral extends AsyncDisposable {
  readonly bus: ConnectedBus;
  /** Calls that it got, such as `WriteValue /app/service/char0`. */
  readonly calls: string[];
  /** How often bluetoothd took an advertisement away by itself. */
  readonly released: number;
  call(
    interfaceName: string,
    member: string,
    signature?: string,
    body?: readonly unknown[],
  ): Promise<readonly unknown[]>;
  register(): Promise<void>;
  advertise(): Promise<void>;
  /** Takes the service away, while the application stays. */
  removeService(): void;
  /** Announces the value of the characteristic with that number. */
  notify(index: number, value: Uint8Array): void;
}

/** Service of the test peripheral. */
export const testService = '021a9004-0382-4aea-bff4-6b3f1c5adfb4';

const root = '/app';
const advertisementPath = '/advertisement';
const servicePath = `${root}/service`;

/** Returns an endpoint that answers with what was written to it. */
export function echo(uuid: string, description: string): TestCharacteristic {
  let last = new Uint8Array(0);
  return {
    uuid,
    description,
    read: (offset) => last.subarray(offset),
    write(value) {
      if (new TextDecoder().decode(value) === 'fail') throw errorReply('org.bluez.Error.Failed', 'no good');
      last = new Uint8Array(value);
    },
  };
}

/** Connects to the bus; nothing is registered yet. */
export async function testPeripheral(options: TestPeripheralOptions): Promise<TestPeripheral> {
  const { adapter = 'hci1', service = testService, characteristics = [] } = options;
  const bus = await connectBus({ address: options.address });
  const application = new ObjectServer(bus, { root });
  const advertising = new ObjectServer(bus, { root: advertisementPath });
  const calls: string[] = [];
  let released = 0;
  const addService = () => {
    application.add(servicePath, {
      'org.bluez.GattService1': constants({ UUID: ['s', service], Primary: ['b', true] }),
    });
    characteristics.forEach((characteristic, index) => {
      const path = `${servicePath}/char${index}`;
      application.add(path, { 'org.bluez.GattCharacteristic1': offer(characteristic, path, calls) });
      if (characteristic.description !== undefined) {
        application.add(`${path}/desc`, { 'org.bluez.GattDescriptor1': describe(characteristic.description, path) });
      }
    });
  };
  const call = (interfaceName: string, member: string, signature = '', body: readonly unknown[] = []) =>
    bus.call({
      destination: 'org.bluez',
      path: `/org/bluez/${adapter}`,
      interface: interfaceName,
      member,
      signature,
      body,
    });
  const close = () => bus.close();
  return {
    bus,
    calls,
    get released() {
      return released;
    },
    call,
    async register() {
      if (!application.has(servicePath)) addService();
      await call('org.bluez.GattManager1', 'RegisterApplication', 'oa{sv}', [root, {}]);
    },
    async advertise() {
      const properties = {
        Type: { signature: 's', value: 'peripheral' },
        ServiceUUIDs: { signature: 'as', value: [service] },
        LocalName: { signature: 's', value: 'PROV_261FCC' },
        Discoverable: { signature: 'b', value: true },
        ...options.advertisement,
      };
      const exported = Object.entries(properties).flatMap(([name, variant]) =>
        variant === undefined ? [] : [[name, [variant.signature, variant.value] as const] as const],
      );
      const release = { in: '', out: '', call: () => void released++ };
      if (advertising.has(advertisementPath)) advertising.remove(advertisementPath);
      advertising.add(advertisementPath, {
        'org.bluez.LEAdvertisement1': { ...constants(Object.fromEntries(exported)), methods: { Release: release } },
      });
      await call('org.bluez.LEAdvertisingManager1', 'RegisterAdvertisement', 'oa{sv}', [advertisementPath, {}]);
    },
    removeService() {
      for (const path of [...application.paths].reverse()) application.remove(path);
    },
    notify(index, value) {
      bus.emit({
        path: `${servicePath}/char${index}`,
        interface: 'org.freedesktop.DBus.Properties',
        member: 'PropertiesChanged',
        signature: 'sa{sv}as',
        body: ['org.bluez.GattCharacteristic1', { Value: { signature: 'ay', value } }, []],
      });
    },
    [Symbol.asyncDispose]: close,
  };
}

function offer({ uuid, flags, read, write }: TestCharacteristic, path: string, calls: string[]): ExportedInterface {
  const note = (member: string) => calls.push(`${member} ${path}`);
  return {
    ...constants({ UUID: ['s', uuid], Service: ['o', servicePath], Flags: ['as', flags ?? ['read', 'write']] }),
    methods: {
      ReadValue: {
        in: 'a{sv}',
        out: 'ay',
        call([given]) {
          const offset = Number((given as Record<string, Variant>)['offset']?.value ?? 0);
          note(`ReadValue@${offset}`);
          return [read?.(offset) ?? new Uint8Array(0)];
        },
      },
      WriteValue: {
        in: 'aya{sv}',
        out: '',
        async call([value, given]) {
          note('WriteValue');
          const entries = Object.entries(given as Record<string, Variant>).map(([name, variant]) => [
            name,
            variant.value,
          ]);
          await write?.(value as Uint8Array, Object.fromEntries(entries));
        },
      },
      StartNotify: { in: '', out: '', call: () => void note('StartNotify') },
      StopNotify: { in: '', out: '', call: () => void note('StopNotify') },
    },
  };
}

function describe(description: string, path: string): ExportedInterface {
  return {
    ...constants({
      UUID: ['s', '00002901-0000-1000-8000-00805f9b34fb'],
      Characteristic: ['o', path],
      Flags: ['as', ['read']],
    }),
    methods: {
      ReadValue: { in: 'a{sv}', out: 'ay', call: () => [new TextEncoder().encode(description)] },
    },
  };
}

function constants(values: Readonly<Record<string, readonly [signature: string, value: unknown]>>): ExportedInterface {
  const properties = Object.entries(values).map(([name, [signature, value]]) => {
    return [name, { signature, get: () => value }] satisfies [string, ExportedProperty];
  });
  return { properties: Object.fromEntries(properties) };
}
