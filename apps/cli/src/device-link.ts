import {
  formatServiceAddress,
  Provisioner,
  parseServiceAddress,
  softApAddress,
  type Transport,
} from '@esp-prov/client';
import { httpTransport } from '@esp-prov/client/node';
import { ProvisioningError } from '@esp-prov/protocol';
import type { DeviceOptions } from './device-options.ts';
import { askSecret, isInteractive } from './prompts.ts';

/** The transport that the options ask for. */
export function openTransport(options: DeviceOptions): Transport {
  if (options.transport === 'ble' || options.transport === 'console') {
    throw new ProvisioningError(
      'host/transport-unavailable',
      `--transport ${options.transport} is not part of this release, --transport softap is`,
      { details: { transport: options.transport } },
    );
  }
  return httpTransport(serviceAddress(options), { timeoutMs: options.exchangeTimeout * 1000 });
}

/** Where the service is, as it is told to people. */
export function serviceAddress({ serviceName }: DeviceOptions): string {
  return formatServiceAddress(serviceName === undefined ? softApAddress : parseServiceAddress(serviceName));
}

/** A session with the device, opened with the secret of the options or one that is asked for. */
export async function openSession(
  transport: Transport,
  options: DeviceOptions,
  signal: AbortSignal,
): Promise<Provisioner> {
  const { secVer: securityVersion, pop, protoVer } = options;
  const ask = isInteractive() ? () => askSecret('Proof of possession', '--pop') : undefined;
  return await Provisioner.connect(transport, {
    signal,
    securityVersion,
    pop: pop ?? ask,
    protocolVersion: protoVer,
  });
}
