import { carelessBle } from './ble-behaviour.ts';
import { netprov12 } from './netprov-1.2.ts';
import { netprov12idf602 } from './netprov-1.2-idf6.0.2.ts';
import { acceptsZeroKeyWarning, keepsReplacedSessionWarning, type ReleaseProfile } from './release-profile.ts';
import { idf601Words } from './words/idf-6.0-words.ts';

/** network_provisioning 1.2.4 on ESP-IDF v6.0.1, before two holes were closed. */
export const netprov12idf601: ReleaseProfile = {
  ...netprov12idf602,
  name: 'netprov-1.2-idf6.0.1',
  idfVersion: 'v6.0.1',
  description: 'network_provisioning 1.2.4 on ESP-IDF v6.0.1: as v6.0.2, with two holes.',
  acceptsZeroKey: true,
  keepsReplacedSession: true,
  ble: { ...netprov12.ble, ...carelessBle },
  words: { ...netprov12.words, ...idf601Words },
  warnings: [acceptsZeroKeyWarning, keepsReplacedSessionWarning],
};
