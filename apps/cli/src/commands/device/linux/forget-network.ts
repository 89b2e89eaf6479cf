import { connectBus, isDBusError } from '@esp-prov/dbus';
import { openBoardState, openBoardWifi } from '@esp-prov/linux';
import {
  isProvisioningError,
  ProvisioningError,
  silentLog,
  systemClock,
  systemRandom,
  withDeadline,
} from '@esp-prov/protocol';
import type { Output } from '../../../report/output.ts';
import type { BoardOptions } from './board-options.ts';
import { stateFolder } from './state-folder.ts';

/** What forgetting is reported to, and ended by. */
export interface ForgetPorts {
  readonly output: Output;
  readonly signal: AbortSignal;
}

/** Where a board that runs is on the bus. */
const control = { destination: 'org.esp_prov.Device', path: '/org/esp_prov/Device', interface: 'org.esp_prov.Device1' };

/** How long is waited for the Wi-Fi service of a board that does not run. */
const patienceMs = 10_000;

/**
 * Forgets the network that provisioning has brought: a board that runs does it itself, and goes on as it was told to.
 *
 * @throws ProvisioningError of the family `board`
 */
export async function resetBoard(options: BoardOptions, output: Output, signal: AbortSignal): Promise<void> {
  const byItself = await resetByItself(signal);
  if (!byItself) {
    await using state = await openBoardState(stateFolder(options));
    await forgetNetwork(options, { output, signal });
    await state.forgetNetwork();
  }
  const text = byItself ? 'The board that runs has forgotten its network.' : 'The board has forgotten its network.';
  output.result({ result: 'reset' }, text);
}

/** Forgets everything: the network, and who the board is. @throws ProvisioningError of the family `board` */
export async function eraseBoard(options: BoardOptions, output: Output, signal: AbortSignal): Promise<void> {
  const folder = stateFolder(options);
  await forgetEverything(folder, options, { output, signal, isHere: true });
  output.result({ result: 'erased' }, [
    `What the board kept in ${folder} is gone.`,
    'Its next start makes a new secret, so its label has to be made anew.',
  ]);
}

/**
 * Erases the state in a folder; `isHere`: it is that of this machine, whose Wi-Fi service forgets our networks too.
 *
 * @throws ProvisioningError of the family `board`
 */
export async function forgetEverything(
  folder: string,
  options: BoardOptions,
  { isHere, ...ports }: ForgetPorts & { readonly isHere: boolean },
): Promise<void> {
  await using state = await openBoardState(folder);
  if (isHere) await forgetOrTell(options, ports);
  await state.erase();
}

/** Has the Wi-Fi service forget our networks, or says that it cannot: the next start of the board would do it. */
async function forgetOrTell(options: BoardOptions, ports: ForgetPorts): Promise<void> {
  try {
    await forgetNetwork(options, ports);
  } catch (error) {
    if (!isProvisioningError(error) || ports.signal.aborted) throw error;
    const text = `the network may still be in the Wi-Fi service: ${error.message}`;
    ports.output.event({ event: 'warning', text }, `warning: ${text}`);
  }
}

/** Asks a board that runs; returns whether there is one. */
async function resetByItself(signal: AbortSignal): Promise<boolean> {
  try {
    await using bus = await connectBus({ signal });
    await bus.call({ ...control, member: 'Reset' }, { signal });
    return true;
  } catch (error) {
    if (!isDBusError(error)) throw error;
    if (error.errorName === 'org.freedesktop.DBus.Error.AccessDenied') {
      throw new ProvisioningError('board/refused', `the board that runs refuses this user: ${error.message}`, {
        cause: error,
      });
    }
    if (error.code !== 'reply' || /ServiceUnknown|NameHasNoOwner/.test(error.errorName)) return false;
    throw new ProvisioningError('board/refused', `the board that runs could not reset: ${error.message}`, {
      cause: error,
    });
  }
}

/** Has the Wi-Fi service forget our networks. */
async function forgetNetwork(options: BoardOptions, { output, signal }: ForgetPorts): Promise<void> {
  const clock = systemClock;
  let missing = 'the Wi-Fi service';
  const onWaiting = (what: string) => {
    missing = what;
    output.event({ event: 'waiting', what }, `Waiting for ${what} ...`);
  };
  const reason = () => new ProvisioningError('board/no-service', `${missing} is not there`);
  await withDeadline({ clock, ms: patienceMs, reason, signal }, async (limit) => {
    await using bus = await systemBus(limit);
    const ports = { bus, clock, random: systemRandom, log: silentLog, signal: limit, onWaiting };
    await using wifi = await openBoardWifi({ service: options.wifi, interfaceName: options.wifiInterface, ...ports });
    await wifi.forget();
  });
}

async function systemBus(signal: AbortSignal) {
  try {
    return await connectBus({ signal });
  } catch (cause) {
    if (!isDBusError(cause)) throw cause;
    throw new ProvisioningError('board/no-service', `the system bus cannot be reached: ${cause.message}`, { cause });
  }
}
