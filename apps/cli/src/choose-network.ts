import { type AccessPoint, type Provisioner, requireWifiNetwork } from '@esp-prov/client';
import { capabilities, ProvisioningError } from '@esp-prov/protocol';
import { mergeNetworks, networkRows } from './interactive/network-choices.ts';
import type { Choice } from './interactive/prompter.ts';
import { type TaskPlace, withElapsed } from './interactive/with-elapsed.ts';
import { networkJson } from './network-table.ts';
import { askText, choiceWidth, choose, isInteractive } from './prompts.ts';

/** What a network is chosen with. */
export interface ChoiceContext extends TaskPlace {
  readonly provisioner: Provisioner;
  readonly signal: AbortSignal;
  /** Longest time for a scan; undefined: the library's own. */
  readonly scanTimeoutMs?: number | undefined;
}

/**
 * Lets the device scan and the user pick, or name a hidden network; repeats the scan as often as asked. Of a device that
 * cannot scan the user names the network.
 */
export async function chooseNetwork({
  provisioner,
  signal,
  scanTimeoutMs,
  ...place
}: ChoiceContext): Promise<AccessPoint | string> {
  const { output } = place;
  if (!provisioner.info.capabilities.includes(capabilities.wifiScan)) return await askName('Name of the network');
  for (;;) {
    output.event({ event: 'scanning' }, 'The device is scanning …');
    const networks = await withElapsed('scanning', place, () => provisioner.scan({ signal, timeoutMs: scanTimeoutMs }));
    output.event({ event: 'networks', networks: networks.map(networkJson) });
    if (networks.length === 0 && !isInteractive()) throw new ProvisioningError('wifi/no-networks');
    const chosen = await pick(networks);
    if (chosen === 'hidden') return await askName('Name of the hidden network');
    if (chosen !== 'again') return chosen;
  }
}

type Picked = AccessPoint | 'hidden' | 'again';

async function pick(networks: readonly AccessPoint[]): Promise<Picked> {
  const merged = mergeNetworks(networks);
  const { head, rows } = networkRows(merged, choiceWidth());
  const choices: Choice<Picked>[] = merged.map(({ network }, i) => ({ value: network, label: rows[i] ?? '' }));
  return await choose<Picked>(
    networks.length === 0 ? 'The device hears no network' : 'Network to join',
    [...choices, { value: 'hidden', label: 'Hidden network …' }, { value: 'again', label: 'Scan again', again: true }],
    '--ssid',
    { noun: 'AP', ...(merged.length > 0 ? { head } : {}) },
  );
}

async function askName(question: string): Promise<string> {
  return await askText(question, '--ssid', (ssid) => requireWifiNetwork({ ssid }));
}
