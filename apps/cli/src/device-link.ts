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
import { encodeArgument } from './encode-argument.ts';
import type { Output } from './output.ts';
import { askSecret, askText, isInteractive } from './prompts.ts';
import { serviceName } from './service-name.ts';
import { tracedTransport } from './traced-transport.ts';

/** The transport that the options ask for, telling every exchange where that is wanted. */
export function openTransport(options: DeviceOptions, output: Output): Transport {
  for (const option of serviceName(options).ignored) {
    const text = `${option} means nothing to --transport ${options.transport} and is ignored`;
    output.event({ event: 'warning', option, text }, `warning: ${text}`);
  }
  if (options.transport === 'ble' || options.transport === 'console') {
    throw new ProvisioningError(
      'host/transport-unavailable',
      `--transport ${options.transport} is not part of this release, --transport softap is`,
      { details: { transport: options.transport } },
    );
  }
  const transport = httpTransport(serviceAddress(options), { timeoutMs: options.exchangeTimeout * 1000 });
  return options.verbose ? tracedTransport(transport, output) : transport;
}

/** Where the service is, as it is told to people. */
export function serviceAddress(options: DeviceOptions): string {
  const { name } = serviceName(options);
  return formatServiceAddress(name === undefined ? softApAddress : parseServiceAddress(name));
}

/** A session with the device, opened with the secret of the options or one that is asked for. */
export async function openSession(
  transport: Transport,
  options: DeviceOptions,
  { output, signal }: { readonly output: Output; readonly signal: AbortSignal },
): Promise<Provisioner> {
  for (const text of [options.pop, options.sec2Username, options.sec2Pwd]) encodeArgument(text ?? '', options.encoding);
  const address = serviceAddress(options);
  output.event({ event: 'connecting', address }, `Connecting to ${address} …`);
  const ask = (question: string, option: string) => (isInteractive() ? () => askSecret(question, option) : undefined);
  const askName = isInteractive() ? () => askText('User name', '--sec2-username') : undefined;
  return await Provisioner.connect(transport, {
    signal,
    securityVersion: options.secVer,
    minimumSecurityVersion: options.minSecVer,
    pop: options.pop ?? ask('Proof of possession', '--pop'),
    username: options.sec2Username ?? askName,
    password: options.sec2Pwd ?? ask('Password of the device', '--sec2-pwd'),
    encoding: options.encoding,
    protocolVersion: options.protoVer,
    log: (level, _tag, text) => output.event({ event: 'log', level, text }, `${level}: ${text}`),
  });
}
