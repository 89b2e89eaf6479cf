import type { MethodCall, Variant } from '@esp-prov/dbus';
import { bluezInterfaces, standardInterfaces } from '../../src/service/bluez-names.ts';
import { FakeBus, type Script } from './fake-bus.ts';

/** Objects of a scripted bluetoothd: properties by path and interface, with the values as they are. */
export type FakeObjects = Record<string, Record<string, Record<string, unknown>>>;

/** Object of the scripted adapter. */
export const adapterPath = '/org/bluez/hci0';

/** Object of the scripted device. */
export const devicePath = `${adapterPath}/dev_24_0A_C4_26_1F_CE`;

/** Objects of a scripted characteristic with one descriptor, in a service of the scripted device. */
const servicePath = `${devicePath}/service000a`;
const characteristicPath = `${servicePath}/char000b`;
const descriptorPath = `${characteristicPath}/desc000d`;

/** An adapter that is switched on. */
export const adapterObject: FakeObjects = {
  [adapterPath]: {
    [bluezInterfaces.adapter]: {
      Address: '00:11:22:33:44:55',
      Name: 'board',
      Alias: 'board',
      Powered: true,
      Pairable: true,
      Roles: ['central', 'peripheral'],
    },
  },
};

/** A device that is not connected. */
export const deviceObject: FakeObjects = {
  [devicePath]: {
    [bluezInterfaces.device]: {
      Address: '24:0A:C4:26:1F:CE',
      Name: 'PROV_261FCC',
      Alias: 'PROV_261FCC',
      Connected: false,
      ServicesResolved: false,
      Paired: false,
      Bonded: false,
      UUIDs: ['021a9004-0382-4aea-bff4-6b3f1c5adfb4'],
    },
  },
};

/** Its attributes. */
export const attributeObjects: FakeObjects = {
  [servicePath]: {
    [bluezInterfaces.service]: { UUID: '021a9004-0382-4aea-bff4-6b3f1c5adfb4', Device: devicePath, Primary: true },
  },
  [characteristicPath]: {
    [bluezInterfaces.characteristic]: { UUID: '021AFF51-0382-4aea-bff4-6b3f1c5adfb4', Service: servicePath },
  },
  [descriptorPath]: {
    [bluezInterfaces.descriptor]: {
      UUID: '00002901-0000-1000-8000-00805f9b34fb',
      Characteristic: characteristicPath,
    },
  },
};

/** A scripted bluetoothd: it has objects, announces what a test changes, and leaves methods to the script. */
export class FakeBluez {
  readonly bus: FakeBus;
  readonly objects: FakeObjects;

  constructor(objects: FakeObjects, script: Script = () => undefined) {
    this.objects = structuredClone(objects);
    this.bus = new FakeBus((call, options) => this.#standard(call) ?? script(call, options));
  }

  /** Changes properties of an object and announces them; undefined takes one away. */
  change(path: string, interfaceName: string, values: Record<string, unknown>): void {
    Object.assign(this.objects[path]?.[interfaceName] ?? {}, values);
    const there = Object.entries(values).filter(([, value]) => value !== undefined);
    const gone = Object.keys(values).filter((name) => values[name] === undefined);
    this.bus.signal({
      path,
      interface: standardInterfaces.properties,
      member: 'PropertiesChanged',
      signature: 'sa{sv}as',
      body: [interfaceName, variants(Object.fromEntries(there)), gone],
    });
  }

  /** Adds objects and announces them. */
  add(objects: FakeObjects): void {
    for (const [path, interfaces] of Object.entries(structuredClone(objects))) {
      this.objects[path] = interfaces;
      this.#manager('InterfacesAdded', 'oa{sa{sv}}', [path, describe(interfaces)]);
    }
  }

  /** Removes an object and says so. */
  remove(path: string): void {
    const names = Object.keys(this.objects[path] ?? {});
    delete this.objects[path];
    this.#manager('InterfacesRemoved', 'oas', [path, names]);
  }

  /** Reports that bluetoothd has ended, or that another one has started. */
  ownerChanged(before: string, now: string): void {
    this.bus.signal({
      path: '/org/freedesktop/DBus',
      interface: standardInterfaces.bus,
      member: 'NameOwnerChanged',
      signature: 'sss',
      body: ['org.bluez', before, now],
    });
  }

  #manager(member: string, signature: string, body: readonly unknown[]): void {
    this.bus.signal({ path: '/', interface: standardInterfaces.objectManager, member, signature, body });
  }

  #standard({ interface: name, member, path, body = [] }: MethodCall): readonly unknown[] | undefined {
    if (name === standardInterfaces.objectManager && member === 'GetManagedObjects') {
      return [Object.fromEntries(Object.entries(this.objects).map(([key, value]) => [key, describe(value)]))];
    }
    if (name !== standardInterfaces.properties) return undefined;
    const [interfaceName, property, variant] = body as [string, string, Variant];
    if (member === 'Get') return [{ signature: 'v', value: this.objects[path]?.[interfaceName]?.[property] }];
    if (member !== 'Set') return undefined;
    this.change(path, interfaceName, { [property]: variant.value });
    return [];
  }
}

function describe(interfaces: Record<string, Record<string, unknown>>): Record<string, Record<string, Variant>> {
  return Object.fromEntries(Object.entries(interfaces).map(([name, values]) => [name, variants(values)]));
}

/** Returns the values as variants; their types do not matter on this side of a bus. */
function variants(values: Record<string, unknown>): Record<string, Variant> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { signature: 'v', value }]));
}
