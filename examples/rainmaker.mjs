// Espressif's SDK for RainMaker apps, @espressif/rainmaker-base-sdk, with the provisioning adapter for Node. The device
// is a virtual one. `device.provision` of the SDK also links it to an account in the cloud, which this example has not.
import { httpTransport } from '@esp-prov/client/node';
import { RainmakerProvisionAdapter, softApReach } from '@esp-prov/client/rainmaker';
import { startVirtualDevice } from './virtual-device.mjs';

const sdk = await import('@espressif/rainmaker-base-sdk').catch(() => undefined);
if (!sdk) {
  console.log('skipped: it needs npm install @espressif/rainmaker-base-sdk');
  process.exit(0);
}
const { ESPDevice, ESPRMBase, ESPSecurity, ESPTransport } = sdk;

const virtual = await startVirtualDevice();
// With a real device the address is 192.168.4.1; over Bluetooth: ble: bluetoothReach(central).
const softap = softApReach({ open: () => httpTransport(virtual.address) });
const adapter = new RainmakerProvisionAdapter({ softap });
ESPRMBase.setProvisioningAdapter(adapter);

const described = await adapter.createESPDevice('PROV_261FCC', ESPTransport.softap, ESPSecurity.secure, 'abcd1234');
const device = new ESPDevice(described);
await device.connect();
console.log(await device.getDeviceCapabilities());
await device.initializeSession();
for (const { ssid, rssi } of await device.scanWifiList()) console.log(ssid, rssi, 'dBm');
const status = await device.setNetworkCredentials('myssid', 'mypassword');
console.log(status === 0 ? 'the device has joined' : 'the device has not joined');

await device.disconnect();
await virtual.switchOff();
