import type { ManagerSettings } from '@esp-prov/device';

/**
 * What every release up to network_provisioning 1.2.5 does, and 1.3 to 1.4 do no longer: it removes its endpoints before
 * the transport stops, and adds app info under a label that was used before. idf-extra-components:
 * network_provisioning/src/manager.c
 */
export const untilNetprov12: Pick<ManagerSettings, 'teardown' | 'repeatsAppInfo'> = {
  teardown: 'endpoints-first',
  repeatsAppInfo: true,
};
