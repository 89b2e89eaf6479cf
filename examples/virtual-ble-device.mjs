// A virtual ESP32 on the Bluetooth of a virtual BlueZ, which needs the program dbus-daemon but no adapter (Linux).
import { spawnSync } from 'node:child_process';
import { bluezPeripheral } from '@esp-prov/bluez';
import { bleDeviceTransport } from '@esp-prov/device';
import { bleOptions, readme, VirtualEsp32 } from '@esp-prov/virtual';
import { startVirtualBluez } from '@esp-prov/virtual-bluez';

export async function startVirtualBleDevice() {
  if (spawnSync('dbus-daemon', ['--version']).error) {
    console.log('This needs the program dbus-daemon (package dbus).');
    process.exit();
  }
  const bluez = await startVirtualBluez({ adapters: 2 });
  const radio = async () => bluezPeripheral({ busAddress: bluez.address, adapter: 'hci1' });
  const transport = bleDeviceTransport(radio, bleOptions(readme));
  const device = new VirtualEsp32({ transport, serial: (line) => console.log(`  ${line}`) });
  await device.boot();
  const switchOff = async () => {
    await device[Symbol.asyncDispose]();
    await bluez[Symbol.asyncDispose]();
  };
  return { name: device.serviceName, busAddress: bluez.address, switchOff };
}
