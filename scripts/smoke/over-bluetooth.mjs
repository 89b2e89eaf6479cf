import { spawnSync } from 'node:child_process';

/** Finds and provisions a virtual device over a virtual BlueZ. Returns the commands that were run. */
export async function overBluetooth(command) {
  if (spawnSync('dbus-daemon', ['--version']).error) {
    console.log('  without Bluetooth: there is no dbus-daemon');
    return new Set(['discover']);
  }
  const { bus, stop } = await command.startDevice(['--ble', 'virtual']);
  const env = { DBUS_SYSTEM_BUS_ADDRESS: bus };
  await command.run(['discover', '--timeout', '1', '--json'], { env, says: /PROV_261FCC/ });
  const network = ['--ssid', 'myssid', '--passphrase', 'mypassword'];
  const reach = ['--transport', 'ble', '--service-name', 'PROV_261FCC', '--pop', 'abcd1234'];
  await command.run([...reach, ...network, '--json'], { env, says: /"result":"(connected|provisioned)"/ });
  await stop();
  return new Set(['discover', 'device', 'provision']);
}
