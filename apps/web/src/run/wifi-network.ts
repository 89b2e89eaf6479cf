import type { WifiNetwork } from '@esp-prov/client';
import { fromHex } from '@esp-prov/protocol';
import type { NetworkChoice } from '../flow/flow-state.ts';

/** Returns a choice as the client takes it, its name byte by byte. */
export function wifiNetwork({ ssidHex, passphrase, isOpen }: NetworkChoice): WifiNetwork {
  return { ssid: fromHex(ssidHex), passphrase: isOpen ? '' : passphrase };
}
