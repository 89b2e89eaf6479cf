import type { FirmwareLine } from '@esp-prov/device';

/** Lines of the example application. */
export type ExampleLine =
  | 'already-provisioned'
  | 'starting'
  | 'hard-coded-salt'
  | 'hard-coded-verifier'
  | 'started'
  | 'started-over-ble'
  | 'started-over-softap'
  | 'scan-qr-code'
  | 'qr-code-url'
  | 'credentials'
  | 'auth-error'
  | 'network-not-found'
  | 'reset'
  | 'succeeded'
  | 'ended'
  | 'connected'
  | 'disconnected'
  | 'hello'
  | 'online'
  | 'custom-data'
  | 'session-established'
  | 'invalid-parameters'
  | 'credentials-mismatch';

/** What an example prints, line by line; undefined: nothing. */
export type ExampleWords = Readonly<Record<ExampleLine, FirmwareLine | undefined>>;

const tag = 'app';

/** The example `wifi_prov_mgr` of ESP-IDF v5.5.5. esp-idf: examples/provisioning/wifi_prov_mgr/main/app_main.c */
export const newestExampleWords: ExampleWords = {
  'already-provisioned': ['info', tag, 'Already provisioned, starting Wi-Fi STA'],
  starting: ['info', tag, 'Starting provisioning'],
  'hard-coded-salt': ['info', tag, 'Development mode: using hard coded salt'],
  'hard-coded-verifier': ['info', tag, 'Development mode: using hard coded verifier'],
  started: ['info', tag, 'Provisioning started'],
  'started-over-ble': undefined,
  'started-over-softap': undefined,
  'scan-qr-code': ['info', tag, 'Scan this QR code from the provisioning application for Provisioning.'],
  'qr-code-url': ['info', tag, 'If QR code is not visible, copy paste the below URL in a browser.\n%s'],
  credentials: ['info', tag, 'Received Wi-Fi credentials\n\tSSID     : %s\n\tPassword : %s'],
  'auth-error': failureLine('Wi-Fi station authentication failed'),
  'network-not-found': failureLine('Wi-Fi access-point not found'),
  reset: undefined,
  succeeded: ['info', tag, 'Provisioning successful'],
  ended: undefined,
  connected: ['info', tag, 'Connected with IP Address:%s'],
  disconnected: ['info', tag, 'Disconnected. Connecting to the AP again...'],
  hello: ['info', tag, 'Hello World!'],
  online: undefined,
  'custom-data': ['info', tag, 'Received data: %s'],
  'session-established': ['info', tag, 'Secured session established!'],
  'invalid-parameters': ['error', tag, 'Received invalid security parameters for establishing secure session!'],
  'credentials-mismatch': ['error', tag, 'Received incorrect username and/or PoP for establishing secure session!'],
};

/** Releases before the events of v5.1.2 and v5.2: sessions are not reported. */
export const noSessionWords: Partial<ExampleWords> = {
  'session-established': undefined,
  'invalid-parameters': undefined,
  'credentials-mismatch': undefined,
};

/** Returns the block that an example prints when credentials have failed. */
export function failureLine(reason: string): FirmwareLine {
  const advice = 'Please reset to factory and retry provisioning';
  return ['error', tag, `Provisioning failed!\n\tReason : ${reason}\n\t${advice}`];
}
