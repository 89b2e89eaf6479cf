import {
  consoleTransport,
  formatServiceAddress,
  manualConsoleTransport,
  type OpenTransport,
  parseServiceAddress,
  softApAddress,
  type Transport,
} from '@esp-prov/client';
import { httpTransport } from '@esp-prov/client/node';
import { type ErrorCode, isProvisioningError, ProvisioningError } from '@esp-prov/protocol';
import type { Output } from '../report/output.ts';
import { isInteractive } from '../terminal/prompts.ts';
import type { DeviceLink, LinkContext } from './device-link.ts';
import type { ReachOptions } from './reach-options.ts';
import { serviceName } from './service-name.ts';
import { byHandAddress } from './tell-connecting.ts';
import { tracedTransport } from './traced-transport.ts';

/** Finds the way to the device that the options name, which reports every exchange where they ask for it. */
export async function openLink(options: ReachOptions, context: LinkContext): Promise<DeviceLink & AsyncDisposable> {
  requireFitting(options);
  const { output } = context;
  for (const option of serviceName(options).ignored) {
    const text = `${option} means nothing to --transport ${options.transport} and is ignored`;
    output.event({ event: 'warning', option, text }, `warning: ${text}`);
  }
  const link = await linkKinds[options.transport](options, context);
  return {
    ...link,
    source: options.verbose ? traced(link.source, output) : link.source,
    async [Symbol.asyncDispose]() {
      // What was opened by a function is closed by the session that opened it.
      if (typeof link.source !== 'function') await link.source[Symbol.asyncDispose]();
      await link.close?.();
    },
  };
}

function traced(source: DeviceLink['source'], output: Output): DeviceLink['source'] {
  if (typeof source !== 'function') return tracedTransport(source, output);
  const open: OpenTransport = async (call) => tracedTransport(await source(call), output);
  return open;
}

/** How each transport is opened; what only one of them needs is loaded there. */
const linkKinds: Readonly<
  Record<ReachOptions['transport'], (options: ReachOptions, context: LinkContext) => Promise<DeviceLink>>
> = {
  softap: openHttp,
  httpd: openHttp,
  ble: openBle,
  console: openConsole,
};

async function openHttp(options: ReachOptions): Promise<DeviceLink> {
  const { name } = serviceName(options);
  const address = formatServiceAddress(name === undefined ? softApAddress : parseServiceAddress(name));
  return { source: httpTransport(address, { timeoutMs: options.exchangeTimeout * 1000 }), address };
}

async function openBle(options: ReachOptions, context: LinkContext): Promise<DeviceLink> {
  const { startGuidedConsole, offerGuidedConsole } = await import('./guided/start-guided-console.ts');
  const byHand = (source: Transport) => ({
    source,
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

async function openConsole(options: ReachOptions, context: LinkContext): Promise<DeviceLink> {
  const { port, exchangeTimeout } = options;
  if (port === undefined) {
    const { StdinDialogue } = await import('./console/stdin-dialogue.ts');
    return { source: manualConsoleTransport(new StdinDialogue()), address: byHandAddress, byHand: true };
  }
  const { openConsolePort } = await import('./console/open-console-port.ts');
  const opened = await openConsolePort(port, options, context);
  return { source: consoleTransport(opened, { timeoutMs: exchangeTimeout * 1000 }), address: port };
}

/**
 * Options that belong to one transport are not taken for another, where they would do nothing.
 *
 * @throws ProvisioningError `usage/invalid-option`
 */
function requireFitting(options: ReachOptions): void {
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
