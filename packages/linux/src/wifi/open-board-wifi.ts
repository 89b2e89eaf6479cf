import { nmError } from '../networkmanager/nm-error.ts';
import { openNetworkManager } from '../networkmanager/open-network-manager.ts';
import { openWpaSupplicant } from '../wpa-supplicant/open-wpa-supplicant.ts';
import type { BoardWifi, BoardWifiOptions } from './board-wifi.ts';
import { chooseService } from './choose-service.ts';
import type { WifiServiceOptions } from './wifi-service-options.ts';

/**
 * Opens the radio of this board by the Wi-Fi service that has it. Whatever is not there yet is waited for: the service,
 * the interface, a radio that is switched off.
 *
 * @throws ProvisioningError `board/not-permitted`, `board/no-service` when there is no bus, or the reason of the signal
 */
export async function openBoardWifi(options: BoardWifiOptions & WifiServiceOptions): Promise<BoardWifi> {
  const once = { ...options, onWaiting: onceEach(options.onWaiting) };
  const service = options.service ?? (await chosen(once));
  if (service === 'networkmanager') return await openNetworkManager(once);
  return await openWpaSupplicant(once);
}

async function chosen(options: WifiServiceOptions): Promise<BoardWifi['service']> {
  try {
    return await chooseService(options);
  } catch (error) {
    throw nmError(error, 'find the Wi-Fi service of this board');
  }
}

/** Returns a function that hands on each text once. */
function onceEach(tell: (what: string) => void): (what: string) => void {
  const told = new Set<string>();
  return (what) => {
    if (told.has(what) || told.size > 100) return;
    told.add(what);
    tell(what);
  };
}
