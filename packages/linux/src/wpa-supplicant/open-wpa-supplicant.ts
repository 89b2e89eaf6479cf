import { foreignText, ProvisioningError } from '@esp-prov/protocol';
import type { Programs } from '../programs/programs.ts';
import { systemPrograms } from '../programs/system-programs.ts';
import type { BoardWifi } from '../wifi/board-wifi.ts';
import { textOf } from '../wifi/daemon-values.ts';
import type { WifiServiceOptions } from '../wifi/wifi-service-options.ts';
import { type BoardInterfaces, systemInterfaces } from './board-interfaces.ts';
import { controlledInterface, type WpaContext } from './controlled-interface.ts';
import { WpaDaemon } from './wpa-daemon.ts';
import { wpaError } from './wpa-error.ts';
import { wpaInterfaces } from './wpa-names.ts';
import { WpaWifi } from './wpa-wifi.ts';

/** What it takes to open wpa_supplicant. */
export interface WpaSupplicantOptions extends WifiServiceOptions {
  /** The interfaces of the system; default: this machine's. */
  readonly board?: BoardInterfaces | undefined;
  /** Programs of the system; default: this machine's. */
  readonly programs?: Programs | undefined;
}

/** Pause between looks for a first Wi-Fi interface, in ms. */
const lookMs = 2000;

/**
 * Opens wpa_supplicant over D-Bus as the Wi-Fi service of this board. Waits for it and for the interface.
 *
 * @throws ProvisioningError of the family `board`, or the reason of the signal
 */
export async function openWpaSupplicant(options: WpaSupplicantOptions): Promise<BoardWifi> {
  const { bus, clock, log, signal, board = systemInterfaces() } = options;
  signal?.throwIfAborted();
  const programs = options.programs ?? systemPrograms({ clock });
  const daemon = await WpaDaemon.open(bus, clock).catch((error: unknown) => {
    throw wpaError(error, 'reach wpa_supplicant');
  });
  try {
    const context: WpaContext = { daemon, board, clock, log };
    const interfaceName = options.interfaceName ?? (await firstInterface(context, options));
    const { onWaiting } = options;
    const path = await controlledInterface(context, interfaceName, { signal, onWaiting });
    const state = textOf(await daemon.property(path, wpaInterfaces.interface, 'State', signal));
    const mac = await board.madeWith(interfaceName);
    if (mac === undefined) {
      const text = `${foreignText(interfaceName)} has no Wi-Fi radio with an address of its own`;
      throw new ProvisioningError('board/no-radio', text, { details: { interface: interfaceName } });
    }
    return new WpaWifi(context, programs, { interfaceName, mac, path, state });
  } catch (error) {
    await daemon[Symbol.asyncDispose]();
    throw wpaError(error, 'use wpa_supplicant');
  }
}

async function firstInterface(
  { board, clock }: WpaContext,
  { signal, onWaiting }: WpaSupplicantOptions,
): Promise<string> {
  for (let told = false; ; told = true) {
    const [first] = await board.wifi();
    if (first !== undefined) return first;
    if (!told) onWaiting('a Wi-Fi interface');
    await clock.sleep(lookMs, { signal });
  }
}
