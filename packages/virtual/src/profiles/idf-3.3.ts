import { disconnectReasons } from '@esp-prov/device';
import { idf42 } from './idf-4.2.ts';
import type { ReleaseProfile } from './release-profile.ts';
import { oldFailureWords } from './words/failure-words.ts';
import { idf33Words } from './words/old-words.ts';

const { authExpire, fourWayHandshakeTimeout, beaconTimeout, authFail, assocFail, handshakeTimeout } = disconnectReasons;

/** ESP-IDF v3.3.3 and later of its line, the first with a provisioning manager. */
export const idf33: ReleaseProfile = {
  ...idf42,
  name: 'idf-3.3',
  idfVersion: 'v3.3.3',
  description: 'ESP-IDF v3.3.3: the first manager; an HTTP session lives as long as its socket.',
  restartsHandshake: false,
  keepsReplacedSession: false,
  httpSession: 'socket',
  // NimBLE came with v4.0.
  ble: { ...idf42.ble, hosts: ['bluedroid'] },
  words: idf33Words,
  warnings: [],
  manager: {
    ...idf42.manager,
    authErrorReasons: [authExpire, fourWayHandshakeTimeout, beaconTimeout, authFail, assocFail, handshakeTimeout],
  },
  example: { ...idf42.example, words: { ...idf42.example.words, ...oldFailureWords }, customData: false },
};
