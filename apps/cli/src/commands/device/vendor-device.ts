import { type ComponentVersion, ProvisioningError, utf8 } from '@esp-prov/protocol';
import { type CannedEndpoint, parseCannedEndpoints, type ReleaseProfile, type Vendor } from '@esp-prov/virtual';
import type { DeviceOptions } from './device-options.ts';

/** What makes a virtual device one of a vendor, beside Espressif's example. */
export interface VendorDevice {
  readonly serviceName: string | undefined;
  readonly applications: ReadonlyMap<string, ComponentVersion>;
  readonly endpoints: readonly CannedEndpoint[];
  readonly vendor: Vendor | undefined;
}

/** The endpoints of the applications that `--vendor` names. */
export const vendorEndpointNames: Readonly<Record<NonNullable<DeviceOptions['vendor']>, readonly string[]>> = {
  rainmaker: ['rmaker_claim', 'ch_resp', 'get_params', 'set_params', 'get_config'],
  'local-ctrl': ['esp_local_ctrl/control'],
};

/** Bytes of the longest name over Bluetooth, and of the longest SSID. */
const longestName = { ble: 29, softap: 32, console: 32 } as const;

/**
 * Returns what the options say of a vendor's device.
 *
 * @throws ProvisioningError `usage/invalid-option` for what would have no effect, `endpoint/invalid-answers`
 */
export async function vendorDevice(
  options: DeviceOptions,
  { profile, transport }: { readonly profile: ReleaseProfile; readonly transport: keyof typeof longestName },
): Promise<VendorDevice> {
  const { name, appInfo = [], endpoints } = options;
  const longest = longestName[transport];
  if (name !== undefined && (name === '' || utf8(name).length > longest)) {
    throw new ProvisioningError('usage/invalid-option', `--name: Expected 1 to ${longest} bytes, for example PROV_1`);
  }
  if (options.serviceUuid !== undefined && transport !== 'ble') {
    throw new ProvisioningError('usage/invalid-option', '--service-uuid needs --transport ble');
  }
  if (appInfo.length > 0 && profile.versionReply.kind !== 'json') {
    const why = `--app-info means nothing to the profile ${profile.name}, whose proto-ver is plain text`;
    throw new ProvisioningError('usage/invalid-option', why);
  }
  if (options.vendor === 'rainmaker' && profile.versionReply.kind !== 'json') {
    const why = `--vendor rainmaker means nothing to the profile ${profile.name}, whose proto-ver is plain text`;
    throw new ProvisioningError('usage/invalid-option', why);
  }
  return {
    serviceName: name,
    vendor: options.vendor && (await loadVendor(options.vendor)),
    applications: new Map(appInfo),
    endpoints: endpoints === undefined ? [] : parseCannedEndpoints(await readAnswers(endpoints)),
  };
}

/** Loaded on demand, as few devices are a vendor's, and the keys of one take a library. */
async function loadVendor(name: NonNullable<DeviceOptions['vendor']>): Promise<Vendor> {
  const { localControl, rainmaker } = await import('@esp-prov/virtual/vendor');
  return name === 'rainmaker' ? rainmaker() : localControl();
}

/** Loaded on demand, as few devices have such a file. */
async function readAnswers(path: string): Promise<unknown> {
  const { readYamlFile } = await import('../../input/yaml-file.ts');
  return await readYamlFile(path, 'endpoint/invalid-answers');
}
