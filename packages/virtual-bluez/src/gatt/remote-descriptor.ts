import type { ExportedInterface } from '@esp-prov/dbus';
import type { LocalAttribute } from './attribute.ts';
import { attributeOptions } from './attribute-options.ts';
import type { GattClient } from './gatt-client.ts';
import { RemoteValue } from './remote-value.ts';

/** Returns the interface `org.bluez.GattDescriptor1` of a descriptor of a device. */
export function remoteDescriptor(options: {
  readonly descriptor: LocalAttribute;
  readonly characteristicPath: string;
  client(): GattClient | undefined;
  changed(...names: string[]): void;
}): ExportedInterface {
  const { descriptor, characteristicPath, client, changed } = options;
  const value = new RemoteValue(descriptor, client, () => changed('Value'));
  return {
    properties: {
      UUID: { signature: 's', get: () => descriptor.uuid },
      Characteristic: { signature: 'o', get: () => characteristicPath },
      Value: { signature: 'ay', get: () => value.known },
    },
    methods: {
      ReadValue: {
        in: 'a{sv}',
        out: 'ay',
        call: async ([given]) => [await value.read(attributeOptions(given).offset)],
      },
      WriteValue: {
        in: 'aya{sv}',
        out: '',
        call: async ([bytes, given]) => value.write(bytes as Uint8Array, attributeOptions(given).offset),
      },
    },
  };
}
