import { idf55 } from './idf-5.5.ts';
import type { ReleaseProfile } from './release-profile.ts';
import { oldFailureWords, resetWords } from './words/failure-words.ts';

/** What the README of Espressif's example shows, on the wire of ESP-IDF v5.5. */
export const readme: ReleaseProfile = {
  ...idf55,
  name: 'readme',
  description:
    "The README of Espressif's wifi_prov_mgr example on the wire of v5.5: security 1, wrong credentials stay until erased.",
  securityVersion: 1,
  exact: false,
  ble: { ...idf55.ble, logsLinks: false },
  // The README's log at level debug has other lines of the manager, and none of these.
  words: { 'manager/event': undefined },
  manager: {},
  example: {
    words: { ...oldFailureWords, ...resetWords },
    // Its log shows one failure, though its code would go on.
    rejoins: 'once-proven',
    resetOnFailure: false,
    failuresBeforeReset: 1,
    customData: true,
    qrCode: 'plain',
  },
};
