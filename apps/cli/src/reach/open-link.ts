import {
  consoleTransport,
  formatServiceAddress,
  manualConsoleTransport,
  type OpenTransport,
  parseServiceAddress,
  softApAddress,
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
      try {
        if (typeof link.source !== 'function') await link.source[Symbol.asyncDispose]();
      } finally {
        await link.close?.();
      }
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

async function openHttp(options: ReachOptions, context: LinkContext): Promise<DeviceLink> {
  const { name } = serviceName(options);
  const address = formatServiceAddress(name === undefined ? softApAddress : parseServiceAddress(name));
  const close =
    options.join === undefined ? undefined : await (await import('./wifi/join-asked.ts')).joinAsked(options, context);
  const source = httpTransport(address, { timeoutMs: options.exchangeTimeout * 1000 });
  return { source, address, ...(close ? { close } : {}) };
}

async function openBle(options: ReachOptions, context: LinkContext): Promise<DeviceLink> {
  if (options.guided) return await openByHand(options, context);
  try {
    if (options.anywhere && isInteractive() && !context.output.json) {
      const way = await (await import('./search/find-anywhere.ts')).findAnywhere(options, context);
      return typeof way === 'string' ? await openHttpAt(way, options, context) : way;
    }
    return await (await import('./ble/open-ble-device.ts')).openBleDevice(options, context);
  } catch (error) {
    // Whoever reads JSON asked for no dialogue.
    if (!isProvisioningError(error) || !withoutBluetooth.has(error.code)) throw error;
    if (context.output.json || !isInteractive()) throw error;
    const way = await (await import('./search/other-way.ts')).chooseOtherWay(error, options, context);
    if (way.kind === 'guided') return await openByHand(options, context);
    if (way.kind === 'console') return await openConsole({ ...options, port: way.port, transport: 'console' }, context);
    const { close } = way;
    return { ...(await openHttpAt(way.address, options, context)), ...(close ? { close } : {}) };
  }
}

/** Opens a device at an address that was found out, whatever the options say of Bluetooth. */
async function openHttpAt(address: string, options: ReachOptions, context: LinkContext): Promise<DeviceLink> {
  return await openHttp({ ...options, serviceName: address, softapEndpoint: address, transport: 'softap' }, context);
}

/** Opens the guided console: a person carries the messages to a Bluetooth application. */
async function openByHand(options: ReachOptions, context: LinkContext): Promise<DeviceLink> {
  const { startGuidedConsole } = await import('./guided/start-guided-console.ts');
  const source = await startGuidedConsole(options, context);
  return { source, address: serviceName(options).name ?? byHandAddress, byHand: true };
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
 * Refuses options of another transport, where they would do nothing.
 *
 * @throws ProvisioningError `usage/invalid-option`
 */
function requireFitting(options: ReachOptions): void {
  const { transport, port, baud, resetBoard, guided, serviceUuid, endpointUuid, bleAdapter, ble, join } = options;
  const misplaced = (option: string, needs: string) =>
    new ProvisioningError('usage/invalid-option', `${option} needs ${needs}`);
  if (port !== undefined && transport !== 'console') throw misplaced('--port', '--transport console');
  if (baud !== undefined && port === undefined) throw misplaced('--baud', '--port');
  if (resetBoard && port === undefined) throw misplaced('--reset-board', '--port');
  if (guided && transport !== 'ble') throw misplaced('--guided', '--transport ble');
  if (serviceUuid !== undefined && transport !== 'ble') throw misplaced('--service-uuid', '--transport ble');
  if (ble !== undefined && transport !== 'ble') throw misplaced('--ble', '--transport ble');
  if (join !== undefined && transport !== 'softap') throw misplaced('--join', '--transport softap');
  if (ble !== undefined && guided) {
    throw new ProvisioningError('usage/invalid-option', '--ble and --guided cannot be given together');
  }
  if (bleAdapter !== undefined && transport !== 'ble') throw misplaced('--ble-adapter', '--transport ble');
  if (endpointUuid !== undefined && transport !== 'ble') throw misplaced('--endpoint-uuid', '--transport ble');
}
