import { connectBus } from '@esp-prov/dbus';

/** Makes bluetoothd forget all devices, their services and their bonds, as `bluetoothctl remove` does for one. */
export async function forgetDevices(options) {
  const bus = await connectBus(options);
  try {
    const bluez = { destination: 'org.bluez' };
    const tree = { path: '/', interface: 'org.freedesktop.DBus.ObjectManager', member: 'GetManagedObjects' };
    const [objects] = await bus.call({ ...bluez, ...tree });
    for (const [path, { 'org.bluez.Device1': known }] of Object.entries(objects)) {
      if (known === undefined) continue;
      const adapter = { path: known.Adapter.value, interface: 'org.bluez.Adapter1' };
      // One that was only heard may be forgotten by itself meanwhile.
      await bus.call({ ...bluez, ...adapter, member: 'RemoveDevice', signature: 'o', body: [path] }).catch(unlessGone);
    }
  } finally {
    await bus.close();
  }
}

function unlessGone(error) {
  if (error.errorName !== 'org.bluez.Error.DoesNotExist') throw error;
}
