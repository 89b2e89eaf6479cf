import type { OptionGroups } from '../options/option-groups.ts';

/** Headings for the options that every command takes that talks to a device. */
export const reachGroups: OptionGroups = {
  'Reaching the device:': [
    '--transport',
    '--service-name',
    '--qr',
    '--ble',
    '--ble-adapter',
    '--join',
    '--join-password',
    '--port',
    '--baud',
    '--reset-board',
    '--guided',
    '--legacy',
    '--service-uuid',
    '--endpoint-uuid',
    '--encoding',
    '--proto-ver',
    '--exchange-timeout',
  ],
  'Security:': [
    '--sec-ver',
    '--min-sec-ver',
    '--min-sec-patch',
    '--allow-nonce-reuse',
    '--short-salt',
    '--no-short-salt',
    '--pop',
    '--no-pop',
    '--sec2-username',
    '--sec2-pwd',
  ],
  'Output:': ['--verbose', '--plain', '--json', '--help'],
};
