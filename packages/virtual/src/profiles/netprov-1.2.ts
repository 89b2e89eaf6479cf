import { capabilities } from '@esp-prov/protocol';
import { idf55 } from './idf-5.5.ts';
import { untilNetprov12 } from './manager-behaviour.ts';
import type { ReleaseProfile } from './release-profile.ts';
import { netprovWords } from './words/netprov-words.ts';

/** network_provisioning 1.2.4, which replaces wifi_provisioning from ESP-IDF v6.0 on. */
export const netprov12: ReleaseProfile = {
  ...idf55,
  name: 'netprov-1.2',
  description: 'network_provisioning 1.2.4 on ESP-IDF v5.5.5: the same Wi-Fi messages under another version.',
  versionReply: {
    kind: 'json',
    version: 'netprov-v1.2',
    tellsSecurity: true,
    tellsPatch: true,
    capabilities: [capabilities.wifiProvisioning, capabilities.wifiScan],
  },
  ble: { ...idf55.ble, logTag: 'network_prov_scheme_ble' },
  words: netprovWords,
  manager: {
    connectionAttempts: 5,
    resetsFromStarted: true,
    answersThread: true,
    answersShortPage: false,
    ...untilNetprov12,
  },
  example: { ...idf55.example, qrCode: 'network' },
};
