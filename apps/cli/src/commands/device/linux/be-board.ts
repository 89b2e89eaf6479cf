import type { Endpoint } from '@esp-prov/device';
import type { LinuxDevice, LinuxDeviceEvent } from '@esp-prov/linux';
import { type Clock, foreignText, ProvisioningError, systemClock } from '@esp-prov/protocol';
import type { Output } from '../../../report/output.ts';
import { tellPeople } from '../../../terminal/printable.ts';
import { labelCommand, printedLabel } from './board-label.ts';
import { boardLog } from './board-log.ts';
import type { BoardOptions } from './board-options.ts';
import type { BoardSignals } from './board-signals.ts';
import type { BoardWorld } from './board-world.ts';
import { linuxDeviceOptions } from './linux-device-options.ts';
import { stateFolder } from './state-folder.ts';
import { tellBoardEvent } from './tell-board-event.ts';

/** What a board runs on. */
export interface BoardPorts {
  readonly output: Output;
  readonly signals: BoardSignals;
  readonly world: BoardWorld;
  readonly clock?: Clock;
}

/** Nothing is waited for longer without a word. */
const silenceMs = 1000;

/** Makes this board a device until a signal ends it, or until it is provisioned where that was asked for. */
export async function beBoard(options: BoardOptions, ports: BoardPorts): Promise<void> {
  const { output, signals, world, clock = systemClock } = ports;
  const folder = stateFolder(options);
  const log = boardLog(output, options.logLevel);
  const endpoints = await ownEndpoints(options, world);
  const isShown = !options.qr || (await world.labelShown(folder));
  let isToNote = false;
  if (!output.json) tellPeople(`This board becomes a device; what it keeps is in ${folder}.`);
  signals.end.addEventListener('abort', () => output.json || tellPeople('Ending ...'), { once: true });
  const watched = new Watched();
  const hooks = (options.hook ?? []).map((command) => world.hook(command, log));
  let name = options.name ?? '';
  const silence = new AbortController();
  const onEvent = (event: LinuxDeviceEvent) => {
    silence.abort();
    if (event.kind === 'ready') name = event.name;
    tellBoardEvent(event, { output, name: () => name });
    for (const hook of hooks) hook.take(event);
    watched.take(event);
  };
  clock.sleep(silenceMs, { signal: silence.signal }).then(
    () => onEvent({ kind: 'waiting', what: 'the Wi-Fi service and the radio' }),
    () => undefined,
  );
  let result: 'provisioned' | 'switched-off' = 'switched-off';
  try {
    await using device = await created(world, {
      ...(await linuxDeviceOptions(options, { output, endpoints })),
      log,
      onEvent,
      signal: signals.end,
    });
    if (device) {
      if (!isShown) tellLabel(device, options, output);
      isToNote = !isShown;
      const offer = () => void device.offer().catch((error: unknown) => warn(output, error));
      signals.onOffer(offer);
      await using _button =
        options.button === undefined ? undefined : world.button(options.button, { log, onPress: offer });
      result = await watched.end(device, options, signals.end);
      if (!output.json && result === 'provisioned') tellPeople('The board is provisioned.');
    }
  } finally {
    silence.abort();
    for (const hook of hooks) await hook[Symbol.asyncDispose]();
  }
  // Only now, as the board has had the folder for itself. Had it been killed, the label would be shown once more.
  if (isToNote) await world.noteLabelShown(folder).catch((error: unknown) => warn(output, error));
  if (output.json) output.result({ result }, '');
}

/** Returns the device; undefined where a signal has ended the wait for what it needs. */
async function created(
  world: BoardWorld,
  options: Parameters<BoardWorld['create']>[0],
): Promise<LinuxDevice | undefined> {
  try {
    return await world.create(options);
  } catch (error) {
    if (options.signal?.aborted && error === options.signal.reason) return undefined;
    throw error;
  }
}

async function ownEndpoints(options: BoardOptions, world: BoardWorld): Promise<Record<string, Endpoint>> {
  const { endpoint = [], endpoints: path } = options;
  const own = endpoint.map(({ name, program }) => [name, world.programEndpoint(name, program)] as const);
  const ofModule = path === undefined ? {} : await world.moduleEndpoints(path);
  const twice = endpoint.find(({ name }) => Object.hasOwn(ofModule, name));
  if (twice) {
    throw new ProvisioningError('usage/invalid-option', `--endpoint: the module has an endpoint ${twice.name} too`);
  }
  return { ...ofModule, ...Object.fromEntries(own) };
}

/** Prints the label, with its secrets: that is what it is for. */
function tellLabel({ identity }: LinuxDevice, options: BoardOptions, output: Output): void {
  const transport = options.transport === 'softap' ? 'softap' : 'ble';
  const { payload, url, text } = printedLabel(identity, { transport, qr: true });
  if (output.json) output.event({ event: 'qr-code', payload, url });
  else process.stdout.write(`${text}\n\nThe label is shown once; again with: ${labelCommand(options)}\n\n`);
}

function warn(output: Output, error: unknown): void {
  const text = foreignText(error instanceof Error ? error.message : String(error));
  output.event({ event: 'warning', text }, `warning: ${text}`);
}

/** Waits for the end of a board. */
class Watched {
  #isOffering = false;
  #done = (): void => undefined;
  readonly #succeeded = new Promise<void>((resolve) => {
    this.#done = resolve;
  });

  take(event: LinuxDeviceEvent): void {
    if (event.kind === 'offering') this.#isOffering = true;
    if (event.kind !== 'idle') return;
    this.#isOffering = false;
    if (event.why === 'succeeded' || event.why === 'online') this.#done();
  }

  /**
   * Resolves when a signal ends the board, or when it is provisioned where that ends it.
   *
   * @throws the reason of `device.lost`, so that whoever watches the command starts it again
   */
  async end(
    device: LinuxDevice,
    { exitWhenProvisioned = false }: BoardOptions,
    end: AbortSignal,
  ): Promise<'provisioned' | 'switched-off'> {
    const { lost } = device;
    const ended = new Promise<'switched-off'>((resolve, reject) => {
      if (lost.aborted) reject(lost.reason);
      lost.addEventListener('abort', () => reject(lost.reason), { once: true });
      if (end.aborted) resolve('switched-off');
      end.addEventListener('abort', () => resolve('switched-off'), { once: true });
    });
    if (!exitWhenProvisioned) return await ended;
    const isThere = device.whenOnline({ signal: end }).then(
      // Where it is still offered, the client asks for the outcome.
      () => (this.#isOffering ? this.#succeeded : undefined),
      () => ended,
    );
    const provisioned = isThere.then((): 'provisioned' | 'switched-off' =>
      end.aborted ? 'switched-off' : 'provisioned',
    );
    return await Promise.race([ended, provisioned]);
  }
}
