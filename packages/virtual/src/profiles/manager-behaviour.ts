import type { ManagerSettings } from '@esp-prov/device';

/**
 * What every release up to network_provisioning 1.2.4 does: it removes its endpoints before the transport stops, and adds
 * app info under a label that was used before. Later releases are inferred from their changelogs: from 1.3.0 on such app
 * info is replaced, and from 1.3.2 on the transport stops first. idf-extra-components: network_provisioning/src/manager.c
 */
export const untilNetprov12: Pick<ManagerSettings, 'teardown' | 'repeatsAppInfo'> = {
  teardown: 'endpoints-first',
  repeatsAppInfo: true,
};
