import { endpointNames } from './endpoints.ts';
import { capabilities, type VersionInfo } from './version-info.ts';

/** Beginning of the version of network_provisioning. wifi_provisioning (`v1.1`) never lists `wifi_prov`. */
const networkProvisioning = /^netprov-v/i;

/**
 * Whether firmware of this version may go on with a session only, without its provisioning. Up to 1.4 the text is the same
 * for releases with and without that mode, so that it rules out wifi_provisioning alone.
 */
export function mayOfferSessionOnly(version: string): boolean {
  return networkProvisioning.test(version);
}

/** What network_provisioning lists as long as it takes credentials. */
const ofProvisioning: readonly string[] = [
  capabilities.wifiProvisioning,
  capabilities.wifiScan,
  capabilities.threadProvisioning,
  capabilities.threadScan,
];

/**
 * Whether a device is set up already: it offers a secure session, and no endpoint that takes credentials. Firmware with
 * network_provisioning 1.4 then lists none of the capabilities of provisioning (inferred: known by its changelog).
 *
 * @param endpoints - names of the device's endpoints where the link lists them; they count more than the document, which
 *   a vendor may have written
 */
export function offersSessionOnly(
  { managed, version, capabilities: listed }: Pick<VersionInfo, 'managed' | 'version' | 'capabilities'>,
  endpoints?: ReadonlySet<string>,
): boolean {
  if (endpoints?.has(endpointNames.config)) return false;
  return managed && mayOfferSessionOnly(version) && !listed.some((each) => ofProvisioning.includes(each));
}
