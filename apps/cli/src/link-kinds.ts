import {
  consoleTransport,
  formatServiceAddress,
  manualConsoleTransport,
  parseServiceAddress,
  softApAddress,
  type Transport,
} from '@esp-prov/client';
import { httpTransport } from '@esp-prov/client/node';
import { ProvisioningError } from '@esp-prov/protocol';
import type { DeviceOptions } from './device-options.ts';
import type { CommandOutput } from './output.ts';
import { serviceName } from './service-name.ts';

/** What a link is opened with besides the options. */
export interface LinkContext {
  readonly output: CommandOutput;
  readonly signal: AbortSignal;
}

/** A transport and what is told of it. */
export interface OpenedLink {
  readonly transport: Transport;
  /** Where the service is, as it is told to people. */
  readonly address: string;
  /** Whether a person carries the messages. */
  readonly byHand?: boolean;
}

/** How each transport is opened; what only one of them needs is loaded there. */
export const linkKinds: Readonly<
  Record<DeviceOptions['transport'], (options: DeviceOptions, context: LinkContext) => Promise<OpenedLink>>
> = {
  softap: openHttp,
  httpd: openHttp,
  ble: openBle,
  console: openConsole,
};

async function openHttp(options: DeviceOptions): Promise<OpenedLink> {
  const { name } = serviceName(options);
  const address = formatServiceAddress(name === undefined ? softApAddress : parseServiceAddress(name));
  return { transport: httpTransport(address, { timeoutMs: options.exchangeTimeout * 1000 }), address };
}

async function openBle(options: DeviceOptions, context: LinkContext): Promise<OpenedLink> {
  const { startGuidedConsole, offerGuidedConsole } = await import('./guided-console/start-guided-console.ts');
  const unavailable = new ProvisioningError(
    'host/transport-unavailable',
    'Bluetooth is not part of this release; --guided carries the messages by hand, --transport softap needs none',
    { details: { transport: options.transport } },
  );
  const transport = options.guided
    ? await startGuidedConsole(options, context)
    : await offerGuidedConsole(unavailable, options, context);
  return { transport, address: serviceName(options).name ?? 'by hand', byHand: true };
}

async function openConsole(options: DeviceOptions, context: LinkContext): Promise<OpenedLink> {
  const { port, exchangeTimeout } = options;
  if (port === undefined) {
    const { StdinDialogue } = await import('./console/stdin-dialogue.ts');
    return { transport: manualConsoleTransport(new StdinDialogue()), address: 'by hand', byHand: true };
  }
  const { openConsolePort } = await import('./console/open-console-port.ts');
  const opened = await openConsolePort(port, options, context);
  return { transport: consoleTransport(opened, { timeoutMs: exchangeTimeout * 1000 }), address: port };
}

/**
 * Options that belong to one transport are not taken for another, where they would do nothing.
 *
 * @throws ProvisioningError `usage/invalid-option`
 */
export function requireFitting(options: DeviceOptions): void {
  const { transport, port, baud, resetBoard, guided, serviceUuid, endpointUuid } = options;
  const misplaced = (option: string, needs: string) =>
    new ProvisioningError('usage/invalid-option', `${option} needs ${needs}`);
  if (port !== undefined && transport !== 'console') throw misplaced('--port', '--transport console');
  if (baud !== undefined && port === undefined) throw misplaced('--baud', '--port');
  if (resetBoard && port === undefined) throw misplaced('--reset-board', '--port');
  if (guided && transport !== 'ble') throw misplaced('--guided', '--transport ble');
  if (serviceUuid !== undefined && transport !== 'ble') throw misplaced('--service-uuid', '--transport ble');
  if (endpointUuid !== undefined && transport !== 'ble') throw misplaced('--endpoint-uuid', '--transport ble');
}
