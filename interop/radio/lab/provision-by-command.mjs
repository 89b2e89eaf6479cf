import { command, runCommand } from '../../support/esp-prov.mjs';

/**
 * Provisions by `esp-prov provision` over Bluetooth, and returns its exit code and its result.
 *
 * @param board name and secrets
 * @param network ssid and key
 */
export async function provisionByCommand({ name, secrets }, network) {
  const reach = ['--transport', 'ble', '--ble-adapter', 'hci0', '--service-name', name];
  const args = ['provision', ...reach, ...words(secrets, network)];
  const { code, result, errors } = await runCommand(args, { patienceMs: 150_000 });
  return { code, result, told: `${code}: ${JSON.stringify(result)} ${errors}` };
}

/** Does it on the phone, which is in the access point of the board. */
export async function provisionByPhone(phone, { secrets }, network) {
  const reach = ['--transport', 'softap', '--service-name', '192.168.4.1'];
  const args = [command, 'provision', ...reach, ...words(secrets, network), '--json'];
  const { code, output, errors } = await phone.run('node', args, { patienceMs: 150_000 });
  const result = JSON.parse(output.trimEnd().split('\n').at(-1) || '{}');
  return { code, result, told: `${code}: ${output}${errors}` };
}

function words({ username, password }, { ssid, key = '' }) {
  return ['--sec2-username', username, '--sec2-pwd', password, '--ssid', ssid, '--passphrase', key];
}
