import type { FirmwareLine } from './firmware-line.ts';

type ManagerFact =
  | 'already-initialized'
  | 'not-initialized'
  | 'already-deinitialized'
  | 'already-started'
  | 'start-failed'
  | 'started'
  | 'create-failed'
  | 'register-failed'
  | 'event'
  | 'found-ssid'
  | 'found-password'
  | 'received-ssid'
  | 'received-password'
  | 'already-received'
  | 'config-failed'
  | 'connect-failed'
  | 'disconnect-failed'
  | 'blank-failed'
  | 'sta-start'
  | 'sta-got-ip'
  | 'stop-timer'
  | 'sta-disconnected'
  | 'reason'
  | 'auth-error'
  | 'network-not-found'
  | 'not-running'
  | 'already-stopping'
  | 'stopping'
  | 'stop-scheduled'
  | 'stopped'
  | 'reset-refused'
  | 'reset-already-done'
  | 'reprovision-refused'
  | 'scan-running'
  | 'scan-starting'
  | 'scan-starting-channel'
  | 'scan-failed'
  | 'scan-started'
  | 'scan-finished'
  | 'scan-empty'
  | 'scan-results'
  | 'scan-results-channel'
  | 'scan-head'
  | 'scan-row';

type HandlerFact =
  | 'config-received'
  | 'config-not-set'
  | 'config-applied'
  | 'apply-failed'
  | 'state-connecting'
  | 'state-connected'
  | 'state-disconnected';

/** Lines of the provisioning manager and of its handlers. */
export type ManagerLine = `manager/${ManagerFact}` | `handlers/${HandlerFact}`;

/** Level and words of a line. */
type Words = readonly [FirmwareLine[0], string] | undefined;

/** esp-idf: wifi_provisioning/src/manager.c */
const managerLines: Readonly<Record<ManagerFact, Words>> = {
  'already-initialized': ['error', 'Provisioning manager already initialized'],
  'not-initialized': ['error', 'Provisioning manager not initialized'],
  'already-deinitialized': ['debug', 'Manager already de-initialized'],
  'already-started': ['error', 'Provisioning service already started'],
  'start-failed': ['error', 'Failed to start service'],
  started: ['info', 'Provisioning started with service name : %s '],
  'create-failed': ['error', 'Failed to create additional endpoint'],
  'register-failed': ['error', 'Failed to register handler for endpoint'],
  event: ['debug', 'execute_event_cb : %s'],
  'found-ssid': ['debug', 'Found Wi-Fi SSID     : %s'],
  'found-password': ['debug', 'Found Wi-Fi Password : %s'],
  'received-ssid': ['debug', 'Received Wi-Fi SSID     : %s'],
  'received-password': ['debug', 'Received Wi-Fi Password : %s'],
  'already-received': ['error', 'Wi-Fi credentials already received by provisioning app'],
  'config-failed': ['error', 'Failed to set Wi-Fi configuration'],
  'connect-failed': ['error', 'Failed to connect Wi-Fi'],
  'disconnect-failed': ['error', 'Failed to disconnect'],
  'blank-failed': ['error', 'Failed to set wifi config, 0x%s'],
  'sta-start': ['info', 'STA Start'],
  'sta-got-ip': ['info', 'STA Got IP'],
  'stop-timer': ['debug', 'Starting %s sec timer for stop_prov_timer_cb()'],
  'sta-disconnected': ['error', 'STA Disconnected'],
  reason: ['error', 'Disconnect reason : %s'],
  'auth-error': ['error', 'STA Auth Error'],
  'network-not-found': ['error', 'STA AP Not found'],
  'not-running': ['debug', 'Provisioning not running'],
  'already-stopping': ['debug', 'Provisioning is already stopping'],
  stopping: ['debug', 'Stopping provisioning'],
  'stop-scheduled': ['debug', 'Provisioning scheduled for stopping'],
  stopped: ['info', 'Provisioning stopped'],
  'reset-refused': ['error', 'Trying reset when not in failure state. Current state: %s'],
  'reset-already-done': undefined,
  'reprovision-refused': ['error', 'Execute wifi_prov_mgr_disable_auto_stop() before calling this API'],
  'scan-running': ['debug', 'Scan already running'],
  'scan-starting': ['debug', 'Scan starting...'],
  'scan-starting-channel': ['debug', 'Scan starting on channel %s...'],
  'scan-failed': ['error', 'Failed to start scan'],
  'scan-started': ['debug', 'Scan started'],
  'scan-finished': ['debug', 'Scan finished'],
  'scan-empty': ['debug', 'Scan result empty'],
  'scan-results': ['debug', 'Scan results :'],
  'scan-results-channel': ['debug', 'Scan results for channel %s :'],
  'scan-head': ['debug', '\tS.N. SSID                             BSSID        RSSI AUTH'],
  'scan-row': ['debug', '\t[%s] %s %s %s %s'],
};

/** esp-idf: wifi_provisioning/src/handlers.c */
const handlerLines: Readonly<Record<HandlerFact, Words>> = {
  'config-received': ['debug', 'Wi-Fi Credentials Received'],
  'config-not-set': ['error', 'Wi-Fi config not set'],
  'config-applied': ['debug', 'Wi-Fi Credentials Applied'],
  'apply-failed': ['error', 'Failed to apply Wi-Fi Credentials'],
  'state-connecting': ['debug', 'Got state : connecting'],
  'state-connected': ['debug', 'Got state : connected'],
  'state-disconnected': ['debug', 'Got state : disconnected'],
};

/** As ESP-IDF v5.5.5 says it. */
export const managerWords: Readonly<Record<ManagerLine, FirmwareLine | undefined>> = {
  ...tagged('manager', 'wifi_prov_mgr', managerLines),
  ...tagged('handlers', 'wifi_prov_handlers', handlerLines),
};

function tagged<F extends 'manager' | 'handlers'>(
  family: F,
  tag: string,
  lines: Readonly<Record<string, Words>>,
): Readonly<Record<Extract<ManagerLine, `${F}/${string}`>, FirmwareLine | undefined>> {
  const named = Object.entries(lines).map(([name, line]) => [`${family}/${name}`, line && [line[0], tag, line[1]]]);
  return Object.fromEntries(named) as Record<Extract<ManagerLine, `${F}/${string}`>, FirmwareLine | undefined>;
}
