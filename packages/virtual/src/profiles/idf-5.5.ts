import { bleServiceUuids, capabilities } from '@esp-prov/protocol';
import { newestStation } from '../air/station-rules.ts';
import { untilNetprov12 } from './manager-behaviour.ts';
import type { ReleaseProfile } from './release-profile.ts';

/** ESP-IDF v5.5.5, the last line with wifi_provisioning. */
export const idf55: ReleaseProfile = {
  name: 'idf-5.5',
  idfVersion: 'v5.5.5',
  description: 'ESP-IDF v5.5.5: security 2 with a counting nonce, five attempts to join, then back to provisioning.',
  versionReply: {
    kind: 'json',
    version: 'v1.1',
    tellsSecurity: true,
    tellsPatch: true,
    capabilities: [capabilities.wifiScan],
  },
  schemes: [0, 1, 2],
  schemesOffByDefault: [],
  securityVersion: 2,
  sec2PatchVersion: 1,
  acceptsZeroKey: false,
  restartsHandshake: true,
  restartsKeystream: false,
  keepsReplacedSession: false,
  exact: true,
  httpSession: 'cookie',
  httpSegments: 'split',
  ble: {
    hosts: ['nimble', 'bluedroid'],
    service: bleServiceUuids.example,
    namesEndpoints: true,
    rules: {},
    logsLinks: true,
    logTag: 'wifi_prov_scheme_ble',
  },
  console: {},
  lacks: [],
  words: {},
  manager: {
    connectionAttempts: 5,
    attemptsSurviveReset: true,
    tellsStaleReason: true,
    ...untilNetprov12,
  },
  station: newestStation,
  example: {
    words: {},
    rejoins: 'always',
    resetOnFailure: true,
    failuresBeforeReset: 1,
    customData: true,
    qrCode: 'plain',
  },
  warnings: [],
};
