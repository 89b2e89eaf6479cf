import { type AccessPoint, isEnterprise, type Provisioner } from '@esp-prov/client';
import { type Bytes, capabilities, ProvisioningError, type TextEncoding } from '@esp-prov/protocol';
import { displaySsid, networkJson } from '../../report/network-table.ts';
import { type TaskPlace, withElapsed } from '../../report/with-elapsed.ts';
import type { Choice } from '../../terminal/prompter.ts';
import { askText, choiceWidth, choose, isInteractive } from '../../terminal/prompts.ts';
import { questionCount } from '../../terminal/question-count.ts';
import { orBack } from '../../terminal/went-back-error.ts';
import { mergeNetworks, networkRows } from './network-choices.ts';
import { ssidArgument } from './wifi-arguments.ts';

/** What a network is chosen with. */
export interface ChoiceContext extends TaskPlace {
  readonly provisioner: Provisioner;
  readonly signal: AbortSignal;
  /** How a name that is typed becomes bytes. */
  readonly encoding: TextEncoding;
  /** Longest time for a scan; undefined: the library's own. */
  readonly scanTimeoutMs?: number | undefined;
}

/** Asks what follows the choice of a network, of which a hidden one has only a name. */
export type AfterChoice<T> = (chosen: AccessPoint | Bytes) => Promise<T>;

/**
 * Lets the device scan and the user pick, or name a hidden network; repeats the scan as often as asked. Of a device that
 * cannot scan the user names the network. Returns what `goOn` returns, and asks again when the user comes back from there.
 */
export async function chooseNetwork<T>(
  { provisioner, signal, encoding, scanTimeoutMs, ...place }: ChoiceContext,
  goOn: AfterChoice<T>,
): Promise<T> {
  const { output } = place;
  if (!provisioner.info.capabilities.includes(capabilities.wifiScan)) {
    for (;;) {
      const name = await askName('Name of the network', encoding);
      const done = await orBack(() => goOn(name));
      if (done !== undefined) return done;
    }
  }
  for (;;) {
    output.event({ event: 'scanning' }, 'The device is scanning …');
    const networks = await withElapsed('scanning', place, () => provisioner.scan({ signal, timeoutMs: scanTimeoutMs }));
    output.event({ event: 'networks', networks: networks.map(networkJson) });
    if (networks.length === 0 && !isInteractive()) throw new ProvisioningError('wifi/no-networks');
    const done = await chooseOf(networks, encoding, goOn);
    if (done !== 'again') return done;
  }
}

/** Asks until a network of the list, or a hidden one, has been chosen and what follows is answered. */
async function chooseOf<T>(
  networks: readonly AccessPoint[],
  encoding: TextEncoding,
  goOn: AfterChoice<T>,
): Promise<T | 'again'> {
  for (;;) {
    const picked = await pick(networks);
    if (picked === 'again') return picked;
    const done = await orBack(async () =>
      goOn(picked === 'hidden' ? await askName('Name of the hidden network', encoding) : picked),
    );
    if (done !== undefined) return done;
  }
}

type Picked = AccessPoint | 'hidden' | 'again';

/** Asks until a network is picked that the device can join, or one that it cannot all the same. */
async function pick(networks: readonly AccessPoint[]): Promise<Picked> {
  const { answered } = questionCount;
  for (;;) {
    questionCount.returnTo(answered);
    const picked = await pickOnce(networks);
    if (picked === 'hidden' || picked === 'again' || !isEnterprise(picked.authMode)) return picked;
    if (await orBack(() => goesOn(displaySsid(picked.ssid)))) return picked;
  }
}

/** Asked and not refused: firmware may know the rest of the credentials from elsewhere. */
async function goesOn(name: string): Promise<boolean> {
  const question = `${name} is an enterprise network: it asks for a user name or a certificate. Provisioning carries a password only, so the device will hardly join`;
  const choices: Choice<boolean>[] = [
    { value: false, label: 'Choose another network' },
    { value: true, label: 'Send a password all the same' },
  ];
  return await choose(question, choices, '--ssid');
}

async function pickOnce(networks: readonly AccessPoint[]): Promise<Picked> {
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

async function askName(question: string, encoding: TextEncoding): Promise<Bytes> {
  const name = await askText(question, '--ssid', (ssid) => void ssidArgument({ ssid, encoding }));
  return ssidArgument({ ssid: name, encoding }) as Bytes;
}
