// The device half with parts of your own: here a radio that joins everything, and a link within this program.

import { Provisioner } from '@esp-prov/client';
import { ProvisioningManager } from '@esp-prov/device';
import { sec1Device } from '@esp-prov/protocol';
import { FakeWifiDriver, memoryLink } from '@esp-prov/testing';
import { memoryStore } from '@esp-prov/virtual';

const link = memoryLink();
const wifi = new FakeWifiDriver();
const manager = new ProvisioningManager({ transport: link.device, wifi, store: memoryStore() });
manager.createEndpoint('custom-data', (request) => request);
manager.watch((event) => console.log('device:', event.kind));
await manager.start({ serviceName: 'PROV_EXAMPLE', security: sec1Device({ pop: 'abcd1234' }) });

const provisioner = await Provisioner.connect(link.connect(), { pop: 'abcd1234' });
const echo = await provisioner.send('custom-data', new TextEncoder().encode('hello'));
console.log('custom-data answered:', new TextDecoder().decode(echo));
await provisioner.setWifi({ ssid: 'myssid', passphrase: 'mypassword' });
await provisioner.applyWifi();
console.log('stored:', new TextDecoder().decode((await manager.storedCredentials()).ssid));
await manager.stop();
