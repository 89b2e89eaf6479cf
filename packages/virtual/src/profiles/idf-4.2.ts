import { disconnectReasons } from '@esp-prov/device';
import { idf44 } from './idf-4.4.ts';
import type { ReleaseProfile } from './release-profile.ts';
import { idf42Words } from './words/old-words.ts';

const { authExpire, assocExpire, fourWayHandshakeTimeout, authFail, handshakeTimeout } = disconnectReasons;

/** ESP-IDF v4.2.1 and later of its line. */
export const idf42: ReleaseProfile = {
  ...idf44,
  name: 'idf-4.2',
  idfVersion: 'v4.2.1',
  description: 'ESP-IDF v4.2.1: as v4.4, without reset after a failure.',
  // It looks for room after each burst of characters; a longer burst overwrites what is behind its buffer.
  console: {},
  words: idf42Words,
  manager: {
    ...idf44.manager,
    answersEmptyPage: false,
    authErrorReasons: [authExpire, fourWayHandshakeTimeout, authFail, assocExpire, handshakeTimeout],
  },
  // It does not offer protected management frames by itself.
  station: { ...idf44.station, joinsWpa3: false },
  example: { ...idf44.example, resetOnFailure: false, qrCode: 'none' },
};
