import { type FirmwareWords, type LineName, newestWords } from '@esp-prov/device';
import { type ExampleWords, newestExampleWords } from './example-words.ts';
import { idf33Words } from './old-words.ts';

const prov = 'app_prov';
const handler = 'app_prov_handler';

/** ESP-IDF v3.2 has no manager: what ours does is done by its example. esp-idf v3.2: examples/provisioning/ble_prov/main */
export const idf32Words: Partial<FirmwareWords> = {
  ...idf33Words,
  ...Object.fromEntries(managed().map((name) => [name, undefined])),
  'bluedroid/write': [
    'debug',
    'protocomm_ble',
    'Inside write with session - %s on attr handle - %s \nLen -%s IS Prep - 0',
  ],
  'config/bssid': undefined,
  'config/ssid': undefined,
  'config/passphrase': undefined,
  'manager/found-ssid': ['info', prov, 'Found ssid %s'],
  'manager/found-password': ['info', prov, 'Found password %s'],
  'manager/sta-start': ['info', prov, 'STA Start'],
  'manager/sta-got-ip': ['info', prov, 'STA Got IP'],
  'manager/sta-disconnected': ['error', prov, 'STA Disconnected'],
  'manager/reason': ['error', prov, 'Disconnect reason : %s'],
  'manager/auth-error': ['info', prov, 'STA Auth Error'],
  'manager/network-not-found': ['info', prov, 'STA AP Not found'],
  'manager/config-failed': ['error', prov, 'Failed to set WiFi configuration'],
  'manager/connect-failed': ['error', prov, 'Failed to connect WiFi'],
  'manager/start-failed': ['error', prov, 'Provisioning failed to start'],
  'manager/stopping': ['info', prov, 'Stopping provisioning'],
  'manager/stopped': ['info', prov, 'Provisioning stopped'],
  'handlers/config-received': ['info', handler, 'WiFi Credentials Received : \n\tssid %s \n\tpassword %s'],
  'handlers/config-not-set': ['error', handler, 'WiFi config not set'],
  'handlers/config-applied': ['info', handler, 'WiFi Credentials Applied'],
  'handlers/state-connecting': ['info', handler, 'Connecting state'],
  'handlers/state-connected': ['info', handler, 'Connected state'],
  'handlers/state-disconnected': ['info', handler, 'Disconnected state'],
};

/** esp-idf v3.2: examples/provisioning/ble_prov/main/app_main.c and softap_prov */
export const idf32ExampleWords: ExampleWords = {
  ...(Object.fromEntries(Object.keys(newestExampleWords).map((name) => [name, undefined])) as ExampleWords),
  'already-provisioned': ['info', 'app', 'Starting WiFi station'],
  starting: ['info', 'app', 'Starting %s provisioning'],
  'started-over-ble': ['info', prov, 'BLE Provisioning started'],
  'started-over-softap': ['info', prov, "SoftAP Provisioning started with SSID '%s', Password ''"],
  connected: ['info', 'app', 'got ip:%s'],
};

function managed(): LineName[] {
  return (Object.keys(newestWords) as LineName[]).filter((name) => /^(manager|handlers)\//.test(name));
}
