import { ProvisioningError } from '@esp-prov/protocol';
import type { ReachOptions } from './reach-options.ts';

/** The name of a service as the options give it, and the options that mean nothing to the transport. */
export interface ServiceName {
  readonly name: string | undefined;
  readonly ignored: readonly string[];
}

/**
 * Returns the name that counts: `--service-name` for every transport, and the two of v3.2 for theirs alone. That tool
 * took both at once and left one aside, so a name for another transport is ignored.
 *
 * @throws ProvisioningError `usage/invalid-option` when two names are given for one transport, and differ
 */
export function serviceName(options: ReachOptions): ServiceName {
  const { serviceName: name, transport } = options;
  const given = [
    { option: '--softap-endpoint', value: options.softapEndpoint, counts: ['softap', 'httpd'].includes(transport) },
    { option: '--ble-devname', value: options.bleDevname, counts: transport === 'ble' },
  ].filter(({ value }) => value !== undefined);
  const old = given.find(({ counts }) => counts);
  if (old && name !== undefined && old.value !== name) {
    throw new ProvisioningError('usage/invalid-option', `--service-name and ${old.option} name two different services`);
  }
  return { name: name ?? old?.value, ignored: given.flatMap(({ option, counts }) => (counts ? [] : [option])) };
}
