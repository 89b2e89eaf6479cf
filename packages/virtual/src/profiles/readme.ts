import type { ReleaseProfile } from './release-profile.ts';

/** What the README of Espressif's example shows, on the wire of ESP-IDF v5.5. */
export const readme: ReleaseProfile = {
  name: 'readme',
  description:
    "The README of Espressif's wifi_prov_mgr example: security 1, PoP abcd1234, wrong credentials stay until erased.",
  securityVersion: 1,
  pop: 'abcd1234',
  manager: {},
  failureText: {
    'auth-error': 'Wi-Fi AP password incorrect',
    'network-not-found': 'Wi-Fi AP not found',
  },
  resetOnFailure: false,
};
