// Makes this machine a device, and goes on as the application that it is for. On a real board the options are the
// application's own; here BlueZ, NetworkManager and the phone are virtual ones, on a bus of this example's own.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bluezCentral } from '@esp-prov/bluez';
import { connectBle, DeviceSession, Provisioner } from '@esp-prov/client';
import { connectBus, startPrivateBus } from '@esp-prov/dbus';
import { boardLabel, createLinuxDevice } from '@esp-prov/linux';
import { startVirtualBluez } from '@esp-prov/virtual-bluez';
import { startVirtualNetworkManager } from '@esp-prov/virtual-network';

if (spawnSync('dbus-daemon', ['--version']).error) {
  console.log('This example needs the program dbus-daemon (package dbus).');
  process.exit();
}
const machine = await startPrivateBus();
const bluez = await startVirtualBluez({ bus: machine.address });
const accessPoints = [{ ssid: 'myssid', passphrase: 'mypassword' }];
const network = await startVirtualNetworkManager({ bus: machine.address, accessPoints });
const bus = await connectBus({ address: machine.address });
const virtualServices = { bus, bluetooth: { adapter: 'hci1' } };
const stateFolder = mkdtempSync(join(tmpdir(), 'linux-board-'));

// The board. An endpoint of its own takes a static address, which the application sets once the board is in its network.
let staticIp = '';
const endpoints = {
  'static-ip': (request) => {
    const text = new TextDecoder().decode(request);
    if (!/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/.test(text)) throw new TypeError(`no address: ${text}`);
    staticIp = text;
    return new TextEncoder().encode('ok');
  },
};
const device = await createLinuxDevice({ stateFolder, endpoints, ...virtualServices });
console.log(boardLabel(device.identity, 'ble').qr); // text of the QR code for the app
device.watch(({ kind }) => console.log(`board: ${kind}`));

// The phone.
const { name, pop: password } = device.identity;
const central = bluezCentral({ busAddress: machine.address, adapter: 'hci0' });
const open = ({ signal }) => connectBle(central, { name, signal });
const session = await DeviceSession.connect(open, { username: 'wifiprov', password });
console.log(new TextDecoder().decode(await session.request('static-ip', new TextEncoder().encode('192.168.1.50/24'))));
await session[Symbol.asyncDispose]();
const provisioner = await Provisioner.connect(open, { username: 'wifiprov', password });
for await (const { kind } of provisioner.provision({ ssid: 'myssid', passphrase: 'mypassword' })) console.log(kind);
await provisioner[Symbol.asyncDispose]();

// The application: on a real board nmcli sets the address that was asked for.
const { ip4 } = await device.whenOnline();
console.log(`at ${ip4}; nmcli device modify wlan0 ipv4.method manual ipv4.addresses ${staticIp}`);

await device[Symbol.asyncDispose]();
await central[Symbol.asyncDispose]();
await bus.close();
await network[Symbol.asyncDispose]();
await bluez[Symbol.asyncDispose]();
await machine.stop();
rmSync(stateFolder, { recursive: true });
