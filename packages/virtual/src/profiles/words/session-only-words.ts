import type { FirmwareLine } from '@esp-prov/device';
import type { ExampleWords } from './example-words.ts';

const tag = 'session_only_prov';

/**
 * The example `wifi_prov_ext_protocomm` of network_provisioning 1.4.0, as a draft of it prints; inferred for the release.
 * idf-extra-components: network_provisioning/examples/wifi_prov_ext_protocomm/main/app_main.c
 */
export const sessionOnlyWords: ExampleWords = {
  'already-provisioned': ['info', tag, 'Already provisioned \u2014 starting BLE for local control only'],
  starting: ['info', tag, 'Starting provisioning'],
  'hard-coded-salt': undefined,
  'hard-coded-verifier': undefined,
  started: ['info', tag, 'Provisioning started'],
  'started-over-ble': undefined,
  'started-over-softap': undefined,
  'scan-qr-code': ['info', tag, 'Scan this QR code from the provisioning application for Provisioning.'],
  'qr-code-url': ['info', tag, 'If QR code is not visible, copy paste the below URL in a browser.\n%s'],
  credentials: ['info', tag, 'Received Wi-Fi credentials: SSID "%s"'],
  'auth-error': failed('Wi-Fi authentication failed'),
  'network-not-found': failed('AP not found'),
  reset: undefined,
  succeeded: ['info', tag, 'Provisioning successful'],
  ended: ['info', tag, 'Provisioning ended'],
  connected: ['info', tag, 'Got IP: %s'],
  disconnected: undefined,
  hello: undefined,
  online: ['info', tag, 'Connected to Wi-Fi'],
  'custom-data': ['info', tag, 'Received data: %s'],
  'session-established': undefined,
  'invalid-parameters': undefined,
  'credentials-mismatch': undefined,
};

function failed(reason: string): FirmwareLine {
  return ['error', tag, `Provisioning failed: ${reason}`];
}
