import type { ExportedInterface } from '@esp-prov/dbus';
import { bluezErrors } from '../bluez-error.ts';
import type { Adapter } from './adapter.ts';

const ownServices = ['00001800-0000-1000-8000-00805f9b34fb', '00001801-0000-1000-8000-00805f9b34fb'];

/** Returns the interface `org.bluez.Adapter1` of an adapter. */
export function adapterInterface(adapter: Adapter): ExportedInterface {
  const noTimeout = { signature: 'u', get: () => 0, set: () => undefined };
  return {
    properties: {
      Address: { signature: 's', get: () => adapter.address },
      AddressType: { signature: 's', get: () => adapter.addressType },
      Name: { signature: 's', get: () => adapter.systemName },
      Alias: { signature: 's', get: () => adapter.alias, set: (value) => adapter.setAlias(String(value)) },
      Class: { signature: 'u', get: () => 0 },
      Powered: { signature: 'b', get: () => adapter.powered, set: (value) => adapter.setPowered(value === true) },
      PowerState: { signature: 's', get: () => adapter.powerState },
      Discoverable: {
        signature: 'b',
        get: () => adapter.discoverable,
        set: (value) => adapter.setDiscoverable(value === true),
      },
      DiscoverableTimeout: noTimeout,
      Pairable: { signature: 'b', get: () => adapter.pairable, set: (value) => adapter.setPairable(value === true) },
      PairableTimeout: noTimeout,
      Discovering: { signature: 'b', get: () => adapter.discovery.active },
      UUIDs: { signature: 'as', get: () => ownServices },
      Modalias: { signature: 's', get: () => 'usb:v1D6Bp0246d0542' },
      Roles: { signature: 'as', get: () => ['central', 'peripheral', 'central-peripheral'] },
    },
    methods: {
      ...adapter.discovery.methods(),
      RemoveDevice: {
        in: 'o',
        out: '',
        async call([path]) {
          const device = [...adapter.devices].find((each) => each.path === path);
          if (device === undefined) throw bluezErrors.doesNotExist();
          if (!adapter.powered) throw bluezErrors.notReady();
          await adapter.forgetDevice(device);
        },
      },
    },
  };
}
