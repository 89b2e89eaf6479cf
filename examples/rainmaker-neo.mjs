// Espressif's SDK for RainMaker Neo apps, @espressif/rainmaker-neo-base-sdk, with the provisioning adapter over Bluetooth:
// here a radio within this program. A wrong Wi-Fi password is an error with a code, after which the device is reset.
import { bluetoothReach, RainmakerProvisionAdapter } from '@esp-prov/client/rainmaker';
import { bleDeviceTransport } from '@esp-prov/device';
import { memoryRadio } from '@esp-prov/testing';
import { bleOptions, readme, VirtualEsp32 } from '@esp-prov/virtual';

const sdk = await import('@espressif/rainmaker-neo-base-sdk').catch(() => undefined);
if (!sdk) {
  console.log('skipped: it needs @espressif/rainmaker-neo-base-sdk');
  process.exit(0);
}
const { ESPDevice, ESPRMNeoBase } = sdk;

const { central, peripheral } = memoryRadio();
const transport = bleDeviceTransport(peripheral, bleOptions(readme));
const virtual = new VirtualEsp32({ transport, profile: readme, fast: true });
await virtual.boot();

const items = new Map();
const storage = {
  setItem: async (name, value) => void items.set(name, value),
  getItem: async (name) => items.get(name) ?? null,
  removeItem: async (name) => void items.delete(name),
  clear: async () => items.clear(),
};
const adapter = new RainmakerProvisionAdapter({ ble: bluetoothReach(central), searchTimeMs: 1000 });
const place = { baseUrl: 'https://api.example.com', userApiBase: 'https://api.example.com', awsRegion: 'us-east-1' };
const iotEndpoint = 'iot.example.com';
ESPRMNeoBase.configure({ ...place, iotEndpoint, customStorageAdapter: storage, provisionAdapter: adapter });

const [found] = await adapter.searchESPDevices('PROV_', 'ble');
const device = new ESPDevice(found);
await device.connect();
console.log(await device.getDeviceVersion());
await device.setProofOfPossession('abcd1234');
await device.initializeSession();
try {
  await device.setNetworkCredentials('myssid', 'not the password');
} catch (error) {
  console.log(error.code);
}
console.log('reset:', await device.resetWifiStatus());
await device.setNetworkCredentials('myssid', 'mypassword');
console.log('the device has joined');

await device.disconnect();
await virtual[Symbol.asyncDispose]();
