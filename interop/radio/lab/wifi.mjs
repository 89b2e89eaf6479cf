import { runProgram } from '../../support/program.mjs';

/** Runs a script of the guest that has to succeed, and returns what it prints, without the end of the line. */
export async function guestScript(name, ...args) {
  const { code, output, errors } = await runProgram(`/guest/${name}`, args);
  if (code !== 0) throw new Error(`${name} ${args.join(' ')} ended with ${code}: ${output}${errors}`);
  return output.trimEnd();
}

/**
 * Opens an access point; it is closed by disposal.
 *
 * @param key passphrase; none: an open network
 * @param security `open`, `wpa`, `wpa2`, `wpa2wpa3` or `wpa3`; default by the key
 */
export async function openAccessPoint({ ssid, key, security, channel = 1, hidden = false, dhcp = true }) {
  const args = [
    ...(key === undefined ? [] : ['-k', key]),
    ...(security === undefined ? [] : ['-s', security]),
    ...['-c', String(channel)],
    ...(hidden ? ['-h'] : []),
    ...(dhcp ? [] : ['-n']),
  ];
  const [interfaceName, bssid, address] = (await guestScript('access-point', 'open', ssid, ...args)).split(' ');
  let open = true;
  const close = async () => {
    if (open) await guestScript('access-point', 'close', ssid);
    open = false;
  };
  return {
    ...{ ssid, key, interfaceName, bssid, address, close },
    /** What the addresses of its stations begin with. */
    network: address.replace(/1$/, ''),
    /** Others hear it at this many dBm. */
    hearAt: (dBm) => guestScript('access-point', 'power', ssid, String(dBm + 50)),
    [Symbol.asyncDispose]: close,
  };
}

/** Ends the Wi-Fi services of the board that run, and starts the one with the name, or none. */
export async function useWifiService(name) {
  if (name !== 'networkmanager') await guestScript('networkmanager', 'stop');
  if (name !== 'wpa-supplicant') await guestScript('dhcp-client', 'stop');
  if (name === 'networkmanager') await guestScript('networkmanager', 'start');
  if (name === 'wpa-supplicant') {
    await guestScript('wpa-supplicant', 'start');
    await guestScript('dhcp-client', 'start');
  }
}

/** Runs nmcli to its end, and returns its exit code and its words. */
export async function nmcli(...args) {
  const { code, output, errors } = await runProgram('nmcli', ['--terse', ...args]);
  return { code, output: output + errors };
}

/** Returns the profiles that NetworkManager has, by their names. */
export async function profiles() {
  const { output } = await nmcli('--fields', 'NAME', 'connection');
  return output.split('\n').filter((name) => name !== '' && name !== 'lo');
}

/** Has the Wi-Fi service forget every network that it knows. */
export async function forgetNetworks(service) {
  if (service === 'networkmanager') for (const name of await profiles()) await nmcli('connection', 'delete', name);
  if (service === 'wpa-supplicant') await runProgram('wpa_cli', ['-i', 'wlan0', 'remove_network', 'all']);
}

/** Returns the addresses of the board's radio, without the length of their prefix. */
export async function boardAddresses() {
  const { output } = await runProgram('ip', ['-4', '-json', 'address', 'show', 'wlan0']);
  // Without an address the radio is an empty object.
  return JSON.parse(output).flatMap(({ addr_info: addresses = [] }) => addresses.map(({ local }) => local));
}
