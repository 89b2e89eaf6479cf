import { wantedSecurity } from '@esp-prov/client';
import { isProvisioningError, type VersionInfo } from '@esp-prov/protocol';

/** Returns what a device says of itself, as `--json` prints it. */
export function infoJson(version: VersionInfo): Record<string, unknown> {
  return {
    version: version.version,
    managed: version.managed,
    securityVersion: wantedScheme(version) ?? unknownScheme(version) ?? null,
    securityPatchVersion: version.securityPatchVersion ?? null,
    capabilities: version.capabilities,
    applications: Object.fromEntries(version.applications),
  };
}

/** Returns the scheme that a device wants, where this version has it and the device tells it. */
export function wantedScheme(version: VersionInfo): number | undefined {
  try {
    return wantedSecurity(version);
  } catch (error) {
    if (isProvisioningError(error, 'session/scheme-unsupported')) return undefined;
    throw error;
  }
}

/** Returns a scheme that only later versions of this command may have. */
function unknownScheme({ unknownSecurity }: VersionInfo): number | undefined {
  const number = Number(unknownSecurity);
  return Number.isSafeInteger(number) && /^-?\d+$/.test(unknownSecurity ?? '') ? number : undefined;
}
