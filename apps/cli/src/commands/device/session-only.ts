import { ProvisioningError } from '@esp-prov/protocol';
import type { ReleaseProfile, SessionOnly } from '@esp-prov/virtual';
import type { DeviceOptions } from './device-options.ts';

/** Returns how the device behaves in session-only mode; undefined where it is not in it. */
export function sessionOnlyOf({ sessionOnly }: DeviceOptions): SessionOnly | undefined {
  if (sessionOnly === undefined) return undefined;
  return sessionOnly === true ? {} : { endpointsGo: sessionOnly };
}

/** Refuses the mode for a release that has none. @throws ProvisioningError `usage/invalid-option` */
export function requireSessionOnly({ name, hasSessionOnly }: ReleaseProfile, { sessionOnly }: DeviceOptions): void {
  if (sessionOnly === undefined || hasSessionOnly) return;
  const why = `--session-only does not exist in the profile ${name}; it needs --profile netprov-1.4`;
  throw new ProvisioningError('usage/invalid-option', why);
}
