import { bleServiceUuids, endpointNames } from '@esp-prov/protocol';
import { idf33 } from './idf-3.3.ts';
import type { ReleaseProfile } from './release-profile.ts';
import { idf32ExampleWords, idf32Words } from './words/idf-3.2-words.ts';

/** ESP-IDF v3.2, whose applications drive protocomm themselves: no manager, no scan. */
export const idf32: ReleaseProfile = {
  ...idf33,
  name: 'idf-3.2',
  idfVersion: 'v3.2',
  description: 'ESP-IDF v3.2.0: no manager; proto-ver answers the bare version, and it takes only credentials.',
  versionReply: { kind: 'plain', version: 'V0.1' },
  lacks: [endpointNames.control, endpointNames.scan],
  // No manager, so no memory is freed; no names of endpoints before v3.2.3.
  ble: { ...idf33.ble, service: bleServiceUuids.legacy, namesEndpoints: false, logTag: undefined },
  words: idf32Words,
  manager: {
    ...idf33.manager,
    connectDelayMs: 0,
    maxPassphraseLength: 64,
    checksBssid: false,
    applyRefusal: 'invalid-argument',
  },
  example: { ...idf33.example, words: idf32ExampleWords, rejoins: 'never' },
};

/** The betas of v3.2, from which the example's README has its console transcript. */
export const idf32beta: ReleaseProfile = {
  ...idf32,
  name: 'idf-3.2-beta',
  description: 'The betas of ESP-IDF v3.2: proto-ver compares the version and answers SUCCESS.',
  versionReply: { kind: 'compare', version: 'V0.1' },
};
