import type { WifiCredentials } from '@esp-prov/device';
import { equalConstantTime, foreignText } from '@esp-prov/protocol';
import { meansAbsent } from '../wifi/daemon-error.ts';
import { pathOf } from '../wifi/daemon-values.ts';
import { joinSecurity } from '../wifi/join-security.ts';
import { readBssList } from './bss-list.ts';
import { controlledInterface, type WpaContext } from './controlled-interface.ts';
import { keptOptions, stationBlock } from './network-block.ts';
import { OneAtATime } from './one-at-a-time.ts';
import { readNetworks, removeMarked, removeNetwork, setEnabled } from './own-networks.ts';
import { isWpaError } from './wpa-error.ts';
import { wpaInterfaces, wpaTag } from './wpa-names.ts';
import type { WpaStation } from './wpa-station.ts';

/**
 * The network that was provisioned. wpa_supplicant writes it into its file where it may (`update_config=1`); elsewhere it
 * is given to it again after each restart of it, and of this program.
 */
export class KeptNetwork {
  readonly #context: WpaContext;
  readonly #interfaceName: string;
  readonly #station: WpaStation;
  readonly #closed = new AbortController();
  readonly #stop: () => void;
  #credentials: WifiCredentials | undefined;
  readonly #giveAgain: OneAtATime = new OneAtATime(
    () => this.#restoreAgain(),
    (error) => this.#noteFailure(error),
  );

  constructor(context: WpaContext, interfaceName: string, station: WpaStation) {
    this.#context = context;
    this.#interfaceName = interfaceName;
    this.#station = station;
    const stops = [
      context.daemon.onPresence((present) => present && this.#giveAgain.want()),
      // With an interface that is pulled out, its networks are gone.
      context.daemon.onSignal(({ member }) => {
        if (member === 'InterfaceRemoved') this.#giveAgain.want();
      }),
    ];
    this.#stop = () => {
      for (const stop of stops) stop();
    };
  }

  close(): void {
    this.#closed.abort();
    this.#stop();
  }

  async keep(credentials: WifiCredentials): Promise<void> {
    const { daemon } = this.#context;
    const path = await this.#radio();
    const joined = this.#station.joined;
    if (joined !== undefined && equalConstantTime(joined.credentials.ssid, credentials.ssid) && joined.path === path) {
      const options = { signature: 'a{sv}', value: keptOptions() };
      await daemon.set(joined.network, wpaInterfaces.network, 'Properties', options);
      this.#station.adopt({ ...joined, isKept: true }, this.#station.connected);
      for (const each of await readNetworks(daemon, path)) {
        const isOther = each.mark === 'kept' || each.mark === 'attempt';
        if (isOther && each.path !== joined.network) await removeNetwork(daemon, path, each.path);
      }
    } else {
      await this.#add(path, credentials);
    }
    this.#credentials = credentials;
    await this.#save(path);
  }

  async restore(credentials: WifiCredentials): Promise<void> {
    const { daemon } = this.#context;
    this.#credentials = credentials;
    const path = await this.#radio();
    const kept = (await readNetworks(daemon, path)).find(({ mark }) => mark === 'kept');
    if (kept !== undefined) {
      if (!kept.enabled) await setEnabled(daemon, kept.path, true);
      this.#station.adopt({ path, network: kept.path, credentials, isKept: true }, false);
      return;
    }
    // The user may have chosen another network meanwhile. When that ends, wpa_supplicant looks for all that it knows.
    const state = await daemon.property(path, wpaInterfaces.interface, 'State');
    await this.#add(path, credentials, { joinsAtOnce: state !== 'completed' });
  }

  /** Networks of the user were never switched off, so they only have to be looked for again. */
  async giveUp(): Promise<void> {
    const { daemon } = this.#context;
    const path = await this.#radio();
    await removeMarked(daemon, path, ['attempt']);
    const kept = (await readNetworks(daemon, path)).find(({ mark }) => mark === 'kept');
    if (kept !== undefined) await setEnabled(daemon, kept.path, true);
    await this.#reassociate(path);
  }

  async forget(): Promise<void> {
    const { daemon } = this.#context;
    this.#credentials = undefined;
    const path = await this.#radio();
    const removed = await removeMarked(daemon, path, ['attempt', 'kept']);
    if (removed.length === 0) return;
    await this.#save(path);
    await this.#reassociate(path);
  }

  async #add(path: string, credentials: WifiCredentials, { joinsAtOnce = true } = {}): Promise<void> {
    const { daemon, log } = this.#context;
    await removeMarked(daemon, path, ['attempt', 'kept']);
    const heard = (await readBssList(this.#context, path)).find(({ ssid }) =>
      equalConstantTime(ssid, credentials.ssid),
    );
    const known = joinSecurity(credentials, heard);
    // What is heard now need not be the network that was proven.
    const security = 'why' in known ? joinSecurity(credentials, undefined) : known;
    if ('why' in security) {
      log('error', wpaTag, security.why);
      return;
    }
    const block = stationBlock(credentials, { security, hidden: heard === undefined, mark: 'kept' });
    const network = pathOf(await daemon.ask(path, 'AddNetwork', { signature: 'a{sv}', body: [block] }));
    if (network === undefined) return;
    this.#station.adopt({ path, network, credentials, isKept: true }, false);
    await setEnabled(daemon, network, true);
    if (joinsAtOnce) await this.#reassociate(path);
  }

  async #reassociate(path: string): Promise<void> {
    await this.#context.daemon.ask(path, 'Reassociate').catch((error: unknown) => {
      if (!isWpaError(error, 'InterfaceDisabled')) throw error;
    });
  }

  /** A file that may not be written is no failure: the state of this program has the network, too. */
  async #save(path: string): Promise<void> {
    const { daemon, log } = this.#context;
    try {
      await daemon.ask(path, 'SaveConfig');
    } catch (error) {
      if (!isWpaError(error, 'UnknownError')) throw error;
      log(
        'info',
        wpaTag,
        'wpa_supplicant does not keep networks (update_config=0): this service gives it the network at each start',
      );
    }
  }

  async #restoreAgain(): Promise<void> {
    if (this.#credentials !== undefined) await this.restore(this.#credentials);
  }

  #noteFailure(error: unknown): void {
    if (this.#closed.signal.aborted || meansAbsent(error)) return;
    this.#context.log('warn', wpaTag, `the network is not restored: ${foreignText(String(error))}`);
  }

  async #radio(): Promise<string> {
    return await controlledInterface(this.#context, this.#interfaceName, {
      signal: this.#closed.signal,
      onWaiting: (what) => this.#context.log('warn', wpaTag, `waiting for ${what}`),
    });
  }
}
