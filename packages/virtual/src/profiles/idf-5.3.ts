import { capabilities } from '@esp-prov/protocol';
import { carelessBle } from './ble-behaviour.ts';
import { carelessConsole } from './console-behaviour.ts';
import { idf55 } from './idf-5.5.ts';
import { untilNetprov12 } from './manager-behaviour.ts';
import { acceptsZeroKeyWarning, keepsReplacedSessionWarning, type ReleaseProfile } from './release-profile.ts';
import { misspeltResetWords } from './words/failure-words.ts';
import { idf53Words } from './words/idf-5.3-words.ts';

/** ESP-IDF v5.3.0, before the patch releases. */
export const idf53: ReleaseProfile = {
  ...idf55,
  name: 'idf-5.3',
  idfVersion: 'v5.3',
  description: 'ESP-IDF v5.3.0: security 2 with one nonce for all messages, no sec_patch_ver.',
  versionReply: {
    kind: 'json',
    version: 'v1.1',
    tellsSecurity: true,
    tellsPatch: false,
    capabilities: [capabilities.wifiScan],
  },
  sec2PatchVersion: 0,
  acceptsZeroKey: true,
  keepsReplacedSession: true,
  ble: { ...idf55.ble, ...carelessBle },
  console: carelessConsole,
  words: idf53Words,
  manager: {
    ...untilNetprov12,
    tellsStationConfig: false,
    requiresMembers: false,
    checksScanBounds: false,
    answersShortPage: false,
  },
  example: { ...idf55.example, failuresBeforeReset: 5, words: misspeltResetWords },
  warnings: [
    'security 2 of this release seals every message of a session with one nonce',
    acceptsZeroKeyWarning,
    keepsReplacedSessionWarning,
  ],
};
