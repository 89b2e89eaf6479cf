import { disconnectReasons } from '@esp-prov/device';
import { capabilities, endpointNames } from '@esp-prov/protocol';
import { oldBle } from './ble-behaviour.ts';
import { carelessConsole } from './console-behaviour.ts';
import { idf53 } from './idf-5.3.ts';
import { idf55 } from './idf-5.5.ts';
import { keepsReplacedSessionWarning, type ReleaseProfile } from './release-profile.ts';
import { noSessionWords } from './words/example-words.ts';
import { misspeltResetWords } from './words/failure-words.ts';
import { idf44Words } from './words/old-words.ts';

const { authExpire, fourWayHandshakeTimeout, authFail, handshakeTimeout, micFailure } = disconnectReasons;

/** ESP-IDF v4.4.8, the last line before security 2. */
export const idf44: ReleaseProfile = {
  ...idf55,
  name: 'idf-4.4',
  idfVersion: 'v4.4.8',
  description: 'ESP-IDF v4.4.8: security 0 and 1, no sec_ver, no prov-ctrl.',
  versionReply: {
    kind: 'json',
    version: 'v1.1',
    tellsSecurity: false,
    tellsPatch: false,
    capabilities: [capabilities.wifiScan],
  },
  schemes: [0, 1],
  securityVersion: 1,
  keepsReplacedSession: true,
  ble: { ...idf55.ble, ...oldBle, logsLinks: false },
  console: carelessConsole,
  lacks: [endpointNames.control],
  words: idf44Words,
  manager: {
    ...idf53.manager,
    authErrorReasons: [authExpire, fourWayHandshakeTimeout, authFail, handshakeTimeout, micFailure],
  },
  station: { namesMismatch: false, raisesThreshold: false, joinsWpa3: true },
  example: { ...idf55.example, failuresBeforeReset: 5, words: { ...noSessionWords, ...misspeltResetWords } },
  warnings: [keepsReplacedSessionWarning],
};
