import type { FirmwareLine } from './firmware-line.ts';

/** Lines of the code around the messages of `prov-config` and `prov-scan`. */
export type EndpointLine =
  | `${'config' | 'scan'}/${
      | 'unreadable'
      | 'command'
      | 'unknown-command'
      | 'start-misfit'
      | 'handler-failed'
      | 'failed'}`
  | 'config/set'
  | 'config/apply'
  | 'config/status'
  | 'config/bssid'
  | 'config/ssid'
  | 'config/passphrase'
  | 'scan/results-misfit'
  | 'scan/out-of-bounds'
  | 'scan/answer';

/** Lines of the code around the messages of `prov-ctrl`. */
export type ControlLine = `control/${'unreadable' | 'command' | 'unknown-command' | 'failed' | 'answer'}`;

const config = 'WiFiProvConfig';
const scan = 'proto_wifi_scan';
const control = 'proto_wifi_ctrl';

/** As ESP-IDF v5.5.5 says it. esp-idf: wifi_provisioning/src/wifi_config.c, wifi_scan.c and wifi_ctrl.c */
export const endpointWords: Readonly<Record<EndpointLine | ControlLine, FirmwareLine | undefined>> = {
  'config/unreadable': ['error', config, 'Unable to unpack config data'],
  'config/command': ['debug', config, 'In wifi_prov_config_command_dispatcher Cmd=%s'],
  'config/status': ['debug', config, 'Enter cmd_get_status_handler'],
  'config/set': ['debug', config, 'Enter cmd_set_config_handler'],
  'config/apply': ['debug', config, 'Enter cmd_apply_config_handler'],
  'config/start-misfit': ['error', config, 'Invalid set config command'],
  'config/bssid': ['debug', config, 'Received invalid BSSID'],
  'config/ssid': ['debug', config, 'Received invalid SSID'],
  'config/passphrase': ['debug', config, 'Received invalid Passphrase'],
  'config/unknown-command': ['error', config, 'Invalid command handler lookup'],
  'config/handler-failed': ['error', config, 'Error executing command handler'],
  'config/failed': ['error', config, 'Proto command dispatcher error -1'],
  'scan/unreadable': ['error', scan, 'Unable to unpack scan message'],
  'scan/command': ['debug', scan, 'In wifi_prov_scan_cmd_dispatcher Cmd=%s'],
  'scan/start-misfit': ['error', scan, 'Invalid scan start command'],
  'scan/results-misfit': ['error', scan, 'Invalid scan result command'],
  'scan/out-of-bounds': ['error', scan, 'Scan result count/start_index out of bounds'],
  'scan/unknown-command': ['error', scan, 'Invalid command handler lookup'],
  'scan/handler-failed': ['error', scan, 'Error executing command handler'],
  'scan/failed': ['error', scan, 'Command dispatcher error -1'],
  'scan/answer': ['debug', scan, 'Response packet size : %s'],
  'control/unreadable': ['error', control, 'Unable to unpack ctrl message'],
  'control/command': ['debug', control, 'In wifi_ctrl_cmd_dispatcher Cmd=%s'],
  'control/unknown-command': ['error', control, 'Failed to find cmd with ID = %s in the command table'],
  'control/failed': ['error', control, 'Command dispatcher error FFFFFFFF'],
  'control/answer': ['debug', control, 'Response packet size : %s'],
};
