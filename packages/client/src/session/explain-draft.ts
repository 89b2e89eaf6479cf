import { isProvisioningError, ProvisioningError, type VersionInfo } from '@esp-prov/protocol';

/** network_provisioning 0.2 has the version text of 1.x and other messages, so only their failure tells. */
export function explainDraft(error: unknown, info: VersionInfo): unknown {
  const garbled = isProvisioningError(error, 'message/malformed') || isProvisioningError(error, 'message/unexpected');
  const draft = info.version === 'netprov-v1.2' && info.securityPatchVersion === undefined;
  return garbled && draft ? new ProvisioningError('version/draft-unsupported', undefined, { cause: error }) : error;
}
