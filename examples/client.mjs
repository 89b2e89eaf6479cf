// Provisions a device over HTTP: the one at the address given, or a virtual one started for the occasion.
import { Provisioner } from '@esp-prov/client';
import { httpTransport } from '@esp-prov/client/node';
import { startVirtualDevice } from './virtual-device.mjs';

const virtual = process.argv[2] ? undefined : await startVirtualDevice();
const transport = httpTransport(process.argv[2] ?? virtual.address);

const provisioner = await Provisioner.connect(transport, { pop: 'abcd1234' });
const networks = await provisioner.scan();
for (const { ssid, rssi } of networks) console.log(new TextDecoder().decode(ssid), rssi, 'dBm');

for await (const step of provisioner.provision({ ssid: 'myssid', passphrase: 'mypassword' })) {
  console.log(step.kind, step.kind === 'connected' ? step.connection.ip4 : '');
}

await transport[Symbol.asyncDispose]();
await virtual?.switchOff();
