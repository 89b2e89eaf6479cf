// Provisions a virtual device over Bluetooth, on a radio within this program. With a real radio the central is another.
import { connectBle, Provisioner } from '@esp-prov/client';
import { bleDeviceTransport } from '@esp-prov/device';
import { memoryRadio } from '@esp-prov/testing';
import { bleOptions, readme, VirtualEsp32 } from '@esp-prov/virtual';

const { central, peripheral } = memoryRadio();
const transport = bleDeviceTransport(peripheral, bleOptions(readme));
const device = new VirtualEsp32({ transport, profile: readme, serial: console.log, fast: true });
await device.boot();

// A function instead of a transport: a link that is lost before credentials are sent is opened again.
const open = ({ signal }) => connectBle(central, { name: device.serviceName, signal });
const provisioner = await Provisioner.connect(open, { pop: 'abcd1234' });
for await (const step of provisioner.provision({ ssid: 'myssid', passphrase: 'mypassword' })) {
  console.log(step.kind, step.kind === 'connected' ? step.connection.ip4 : '');
}

await provisioner[Symbol.asyncDispose]();
await device[Symbol.asyncDispose]();
