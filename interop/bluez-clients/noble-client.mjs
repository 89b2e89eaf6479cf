// Drives the library noble over D-Bus: scan, connect, names of endpoints, write and read, an error, the end. Prints one
// JSON object. The packages are found below the folder NOBLE_HOME.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [adapter, service, session, config] = process.argv.slice(2);
const require = createRequire(join(process.env.NOBLE_HOME, 'package.json'));
const name = '@stoprocent/noble';
const { withBindings } = require(name);

const bare = (uuid) => uuid.replaceAll('-', '');
const noble = withBindings('dbus', { deviceName: adapter, adapter, hciDeviceId: Number(adapter.slice(3)) });
await noble.waitForPoweredOnAsync(5000);
const found = new Promise((resolve) => noble.once('discover', resolve));
await noble.startScanningAsync([bare(service)], false);
const device = await found;
await noble.stopScanningAsync();
const result = { found: device.advertisement.localName, address: device.address };

await device.connectAsync();
const { characteristics } = await device.discoverAllServicesAndCharacteristicsAsync();
result.names = {};
for (const characteristic of characteristics) {
  for (const descriptor of await characteristic.discoverDescriptorsAsync()) {
    if (descriptor.uuid === '2901') result.names[characteristic.uuid] = String(await descriptor.readValueAsync());
  }
}
const byUuid = (uuid) => characteristics.find((characteristic) => characteristic.uuid === bare(uuid));
const long = Buffer.from(Array.from({ length: 512 }, (_, index) => index & 0xff));
await byUuid(session).writeAsync(long, false);
result.long = long.equals(await byUuid(session).readAsync());
await byUuid(config).writeAsync(Buffer.from('short'), false);
result.short = String(await byUuid(config).readAsync());
result.error = await byUuid(session)
  .writeAsync(Buffer.from('fail'), false)
  .then(
    () => null,
    (error) => `${error.type} ${error.message}`,
  );
result.connected = device.state === 'connected';
await device.disconnectAsync();
result['connected afterwards'] = device.state === 'connected';
console.log(JSON.stringify(result));
noble.stop();
