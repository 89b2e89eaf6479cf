// Provisions a device over the Bluetooth of this machine (Linux): the one of the name given, or a virtual one.
import { bluezCentral } from '@esp-prov/bluez';
import { connectBle, Provisioner } from '@esp-prov/client';
import { startVirtualBleDevice } from './virtual-ble-device.mjs';

const virtual = process.argv[2] ? undefined : await startVirtualBleDevice();
const name = process.argv[2] ?? virtual.name;

const central = bluezCentral({ busAddress: virtual?.busAddress, adapter: virtual ? 'hci0' : undefined });
// A function in place of a transport: a link that is lost before credentials are sent is opened again.
const open = ({ signal }) => connectBle(central, { name, signal });
const provisioner = await Provisioner.connect(open, { pop: 'abcd1234' });
for await (const step of provisioner.provision({ ssid: 'myssid', passphrase: 'mypassword' })) {
  console.log(step.kind, step.kind === 'connected' ? step.connection.ip4 : '');
}

await provisioner[Symbol.asyncDispose]();
await central[Symbol.asyncDispose]();
await virtual?.switchOff();
