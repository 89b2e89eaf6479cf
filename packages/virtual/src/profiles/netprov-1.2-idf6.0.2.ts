import { carelessBle } from './ble-behaviour.ts';
import { carelessConsole } from './console-behaviour.ts';
import { netprov12 } from './netprov-1.2.ts';
import type { ReleaseProfile } from './release-profile.ts';
import { idf602Words } from './words/idf-6.0-words.ts';

/** network_provisioning 1.2.4 on ESP-IDF v6.0.2. */
export const netprov12idf602: ReleaseProfile = {
  ...netprov12,
  name: 'netprov-1.2-idf6.0.2',
  idfVersion: 'v6.0.2',
  description: 'network_provisioning 1.2.4 on ESP-IDF v6.0.2: security 2 alone by default, careless over Bluetooth.',
  schemesOffByDefault: [0, 1],
  restartsKeystream: true,
  ble: {
    ...netprov12.ble,
    ...carelessBle,
    hostRules: { ...carelessBle.hostRules, nimble: { ...carelessBle.hostRules?.nimble, tellsChanges: true } },
  },
  console: carelessConsole,
  words: { ...netprov12.words, ...idf602Words },
};
