import type { FirmwareWords } from '@esp-prov/device';
import { retagged } from './retagged.ts';

const manager = 'network_prov_mgr';
const config = 'NetworkProvConfig';
const scan = 'proto_network_scan';
const control = 'proto_network_ctrl';

/** network_provisioning 1.2.4 on ESP-IDF v5.5.5. idf-extra-components: network_provisioning/src */
export const netprovWords: Partial<FirmwareWords> = {
  ...retagged({
    wifi_prov_mgr: manager,
    wifi_prov_handlers: 'network_prov_handlers',
    WiFiProvConfig: config,
    proto_wifi_scan: scan,
    proto_wifi_ctrl: control,
  }),
  'config/command': ['debug', config, 'In network_prov_config_command_dispatcher Cmd=%s'],
  'config/start-misfit': ['error', config, 'Invalid set WiFi config command'],
  'scan/command': ['debug', scan, 'In network_prov_scan_cmd_dispatcher Cmd=%s'],
  'scan/start-misfit': ['error', scan, 'Invalid WiFi scan start command'],
  'scan/results-misfit': ['error', scan, 'Invalid WiFi scan result command'],
  'scan/out-of-bounds': ['error', scan, 'WiFi scan result count/start_index out of bounds'],
  'control/command': ['debug', control, 'In network_ctrl_cmd_dispatcher Cmd=%s'],
  'manager/reset-already-done': ['debug', manager, 'Reset already performed, device already in provisioning mode'],
  'manager/reprovision-refused': [
    'error',
    manager,
    'Execute network_prov_mgr_disable_auto_stop() before calling this API',
  ],
};
