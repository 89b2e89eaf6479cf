import {
  consoleTransport,
  formatServiceAddress,
  manualConsoleTransport,
  parseServiceAddress,
  softApAddress,
  type Transport,
} from '@esp-prov/client';
import { httpTransport } from '@esp-prov/client/node';
import { type ErrorCode, isProvisioningError, ProvisioningError } from '@esp-prov/protocol';
import { isInteractive } from '../terminal/prompts.ts';
import type { LinkContext, OpenedLink } from './opened-link.ts';
import type { ReachOptions } from './reach-options.ts';
import { serviceName } from './service-name.ts';
import { byHandAddress } from './tell-connecting.ts';

/** How each transport is opened; what only one of them needs is loaded there. */
export const linkKinds: Readonly<
  Record<ReachOptions['transport'], (options: ReachOptions, context: LinkContext) => Promise<OpenedLink>>
> = {
  softap: openHttp,
  httpd: openHttp,
  ble: openBle,
  console: openConsole,
};

async function openHttp(options: ReachOptions): Promise<OpenedLink> {
  const { name } = serviceName(options);
  const address = formatServiceAddress(name === undefined ? softApAddress : parseServiceAddress(name));
  return { transport: httpTransport(address, { timeoutMs: options.exchangeTimeout * 1000 }), address };
}

async function openBle(options: ReachOptions, context: LinkContext): Promise<OpenedLink> {
  const { startGuidedConsole, offerGuidedConsole } = await import('./guided/start-guided-console.ts');
  const byHand = (transport: Transport) => ({
    transport,
    address: serviceName(options).name ?? byHandAddress,
    byHand: true,
  });
  if (options.guided) return byHand(await startGuidedConsole(options, context));
  try {
    if (options.anywhere && isInteractive() && !context.output.json) {
      const way = await (await import('./search/find-anywhere.ts')).findAnywhere(options, context);
      return typeof way === 'string' ? await openHttp({ ...options, serviceName: way, transport: 'softap' }) : way;
    }
    return await (await import('./ble/open-ble-device.ts')).openBleDevice(options, context);
  } catch (error) {
    // Whoever reads JSON asked for no dialogue.
    if (!isProvisioningError(error) || !withoutBluetooth.has(error.code) || context.output.json) throw error;
    return byHand(await offerGuidedConsole(error, options, context));
  }
}

/** Failures of this machine, which another machine's Bluetooth can make up for. */
const withoutBluetooth: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'bluetooth/no-bus',
  'bluetooth/no-service',
  'bluetooth/no-adapter',
  'bluetooth/powered-off',
  'bluetooth/blocked',
  'bluetooth/not-permitted',
  'host/package-missing',
]);

async function openConsole(options: ReachOptions, context: LinkContext): Promise<OpenedLink> {
  const { port, exchangeTimeout } = options;
  if (port === undefined) {
    const { StdinDialogue } = await import('./console/stdin-dialogue.ts');
    return { transport: manualConsoleTransport(new StdinDialogue()), address: byHandAddress, byHand: true };
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
export function requireFitting(options: ReachOptions): void {
  const { transport, port, baud, resetBoard, guided, serviceUuid, endpointUuid, bleAdapter } = options;
  const misplaced = (option: string, needs: string) =>
    new ProvisioningError('usage/invalid-option', `${option} needs ${needs}`);
  if (port !== undefined && transport !== 'console') throw misplaced('--port', '--transport console');
  if (baud !== undefined && port === undefined) throw misplaced('--baud', '--port');
  if (resetBoard && port === undefined) throw misplaced('--reset-board', '--port');
  if (guided && transport !== 'ble') throw misplaced('--guided', '--transport ble');
  if (serviceUuid !== undefined && transport !== 'ble') throw misplaced('--service-uuid', '--transport ble');
  if (bleAdapter !== undefined && transport !== 'ble') throw misplaced('--ble-adapter', '--transport ble');
  if (endpointUuid !== undefined && transport !== 'ble') throw misplaced('--endpoint-uuid', '--transport ble');
}
