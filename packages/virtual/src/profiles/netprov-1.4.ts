import { capabilities } from '@esp-prov/protocol';
import { netprov12 } from './netprov-1.2.ts';
import type { ReleaseProfile } from './release-profile.ts';
import { idf61Words } from './words/idf-6.0-words.ts';

/**
 * network_provisioning 1.4.0 on ESP-IDF v6.1. Its sources could not be read: what differs from 1.2.4 is known by its
 * changelog, by the README of its example and by drafts of the session-only mode, and so is inferred.
 */
export const netprov14: ReleaseProfile = {
  ...netprov12,
  name: 'netprov-1.4',
  idfVersion: 'v6.1-beta1',
  schemesOffByDefault: [0, 1],
  restartsKeystream: true,
  words: { ...netprov12.words, ...idf61Words },
  description:
    'network_provisioning 1.4.0 on ESP-IDF v6.1, by its changelog: compact proto-ver, and a mode that keeps a session up.',
  versionReply: {
    kind: 'json',
    version: 'netprov-v1.2',
    tellsSecurity: true,
    tellsPatch: true,
    capabilities: [capabilities.wifiProvisioning, capabilities.wifiScan],
    layout: 'compact',
  },
  hasSessionOnly: true,
  manager: {
    ...netprov12.manager,
    endpointsGo: 'at-stop',
    renewsVersion: false,
    enablesWhileRunning: false,
    teardown: 'transport-first',
    repeatsAppInfo: false,
  },
};
