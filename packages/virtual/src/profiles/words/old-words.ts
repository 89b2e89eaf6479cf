import type { FirmwareWords } from '@esp-prov/device';
import { idf53Words } from './idf-5.3-words.ts';

/** ESP-IDF v4.4.8: numbers of sessions with blanks around them. */
export const idf44Words: Partial<FirmwareWords> = {
  ...idf53Words,
  'security1/no-session': ['error', 'security1', 'Session with ID %s not found'],
  'security1/wrong-session': ['error', 'security1', 'Invalid session ID : %s (expected %s)'],
  'httpd/socket-closed': ['warn', 'protocomm_httpd', 'Resetting socket session id as socket %s was closed'],
};

/** ESP-IDF v4.2.1. */
export const idf42Words: Partial<FirmwareWords> = {
  ...idf44Words,
  'nimble/empty-write': undefined,
  'nimble/read': ['debug', 'protocomm_nimble', 'Read attempeted for Characterstic UUID = %s, attr_handle = %s'],
  'nimble/read-before-write': ['error', 'protocomm_nimble', 'Failed to read characteristic with attr_handle = %s'],
};

/** ESP-IDF v3.3.3: sessions end with their sockets and never start over, and the manager is quiet about its station. */
export const idf33Words: Partial<FirmwareWords> = {
  ...idf42Words,
  'security1/restarting': undefined,
  'security1/not-restarting': ['error', 'security1', 'Invalid state of session %s (expected %s)'],
  'security1/wrong-close': undefined,
  'httpd/closing-session': ['debug', 'protocomm_httpd', 'Closing session with ID: %s'],
  'httpd/new-session': undefined,
  'httpd/new-socket': ['debug', 'protocomm_httpd', 'New session with ID: %s'],
  'manager/sta-start': ['debug', 'wifi_prov_mgr', 'STA Start'],
  'manager/sta-got-ip': ['debug', 'wifi_prov_mgr', 'STA Got IP'],
  'manager/stop-timer': ['debug', 'wifi_prov_mgr', 'Starting %ss timer for stop_prov_timer_cb()'],
  'manager/sta-disconnected': ['debug', 'wifi_prov_mgr', 'STA Disconnected'],
  'manager/reason': ['debug', 'wifi_prov_mgr', 'Disconnect reason : %s'],
  'manager/auth-error': ['debug', 'wifi_prov_mgr', 'STA Auth Error'],
  'manager/network-not-found': ['debug', 'wifi_prov_mgr', 'STA AP Not found'],
};
