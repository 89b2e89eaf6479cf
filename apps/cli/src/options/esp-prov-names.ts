/**
 * Every option of Espressif's `esp_prov.py` from v3.2 to today, in the spelling of this command. Python's argparse takes
 * any unambiguous beginning of a long option, so scripts may hold `--serv` or `--passph`.
 */
export const espProvOptions = [
  '--help',
  '--transport',
  '--service-name',
  '--softap-endpoint',
  '--ble-devname',
  '--proto-ver',
  '--sec-ver',
  '--pop',
  '--sec2-username',
  '--sec2-pwd',
  '--sec2-gen-cred',
  '--sec2-salt-len',
  '--ssid',
  '--passphrase',
  '--dataset-tlvs',
  '--custom-data',
  '--custom-config',
  '--custom-info',
  '--custom-ver',
  '--reset',
  '--reprov',
  '--ble-adapter',
  '--verbose',
] as const;

/** Returns the options of esp_prov that begin with a name such as `--serv`; one of that very name is the only one. */
export function espProvOptionsLike(name: string): readonly string[] {
  if (!/^--[a-z]/.test(name)) return [];
  const exact = espProvOptions.filter((option) => option === name);
  return exact.length > 0 ? exact : espProvOptions.filter((option) => option.startsWith(name));
}
