import { type Clock, foreignText, type Log, ProvisioningError, type Random, withDeadline } from '@esp-prov/protocol';
import type { Hotspot, HotspotOptions } from '../wifi/board-wifi.ts';
import { meansAbsent } from '../wifi/daemon-error.ts';
import { numberOf, pathOf } from '../wifi/daemon-values.ts';
import { channelOfFrequency } from '../wifi/wifi-channel.ts';
import { type ActivationEnd, ActivationWatch } from './activation-watch.ts';
import { type Activation, activateNew, deactivate, readActive } from './active-connection.ts';
import type { NmDaemon } from './nm-daemon.ts';
import { activeStates, nmInterfaces } from './nm-names.ts';
import { explainFailure, permissions } from './permissions.ts';
import { newUuid } from './profile-mark.ts';
import { hotspotSettings } from './profile-settings.ts';
import { deleteProfile } from './profiles.ts';
import { waitForRadio } from './radio.ts';

/** What an access point needs. */
export interface HotspotContext {
  readonly daemon: NmDaemon;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** NetworkManager itself gives up after 25 s. */
const hotspotLimitMs = 45_000;

/** Opens an access point. @throws ProvisioningError of the family `board`, or the reason of the signal */
export async function openNmHotspot(
  context: HotspotContext,
  interfaceName: string,
  options: HotspotOptions,
): Promise<Hotspot> {
  const { clock, log, daemon } = context;
  const { signal } = options;
  const reason = () => failed(options, `it did not open within ${hotspotLimitMs / 1000} s`);
  const onWaiting = (what: string) => log('warn', 'networkmanager', `waiting for ${what}`);
  try {
    return await withDeadline({ clock, ms: hotspotLimitMs, reason, signal }, async (both) => {
      const radio = await waitForRadio(daemon, interfaceName, { signal: both, onWaiting });
      return await open(context, radio.path, interfaceName, { ...options, signal: both });
    });
  } catch (error) {
    throw await explainFailure(daemon, error, { doing: 'open an access point', needs: permissions.hotspot });
  }
}

async function open(
  context: HotspotContext,
  device: string,
  interfaceName: string,
  options: HotspotOptions,
): Promise<Hotspot> {
  const { daemon, random } = context;
  const settings = hotspotSettings({ uuid: newUuid(random), interfaceName }, options);
  const watch = new ActivationWatch(daemon, device);
  let begun: Activation | undefined;
  try {
    begun = await activateNew(daemon, settings, { device, endsWithUs: true });
    if (begun === undefined) throw failed(options, 'NetworkManager named no connection');
    const end = await watch.outcome(begun.active, options.signal);
    if (end.kind !== 'activated') throw failed(options, wordsOf(end));
    const frequency = await frequencyOf(daemon, device);
    return new NmHotspot(context, begun, interfaceName, channelOfFrequency(frequency) || (options.channel ?? 0));
  } catch (error) {
    if (begun !== undefined) await close(context, begun);
    throw error;
  } finally {
    watch.close();
  }
}

/** An access point that NetworkManager ends itself when this process has ended. */
class NmHotspot implements Hotspot {
  readonly interfaceName: string;
  readonly channel: number;
  readonly #context: HotspotContext;
  readonly #activation: Activation;
  readonly #life: number;
  readonly #ended = new AbortController();
  readonly #stops: (() => void)[];
  #closing: Promise<void> | undefined;

  constructor(context: HotspotContext, activation: Activation, interfaceName: string, channel: number) {
    this.interfaceName = interfaceName;
    this.channel = channel;
    this.#context = context;
    this.#activation = activation;
    const { daemon } = context;
    this.#life = daemon.life;
    this.#stops = [
      daemon.onPresence(() => this.#end('NetworkManager has ended')),
      daemon.onSignal(({ path, interface: of, member, body }) => {
        if (path !== activation.active || of !== nmInterfaces.active || member !== 'StateChanged') return;
        if (numberOf(body[0]) >= activeStates.deactivating) this.#end(`connection reason ${numberOf(body[1])}`);
      }),
    ];
  }

  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const stop of this.#stops) stop();
    const { daemon } = this.#context;
    if (daemon.life !== this.#life) return;
    this.#closing ??= close(this.#context, this.#activation);
    await this.#closing;
  }

  #end(why: string): void {
    if (this.#closing !== undefined || this.ended.aborted) return;
    this.#ended.abort(new ProvisioningError('board/hotspot-failed', `the access point has ended: ${why}`));
  }
}

/** Ends an access point, and waits until it has ended; NetworkManager deletes its profile. */
async function close({ daemon, clock, log }: HotspotContext, { active, profile }: Activation): Promise<void> {
  const reason = () => new Error('it is still there after 10 s');
  try {
    await deactivate(daemon, active);
    await withDeadline({ clock, ms: 10_000, reason }, (signal) =>
      daemon.when(async () => ((await readActive(daemon, active, signal)) === undefined ? true : undefined), signal),
    );
    await deleteProfile(daemon, profile);
  } catch (error) {
    if (meansAbsent(error)) return;
    log('warn', 'networkmanager', `the access point may not have ended: ${foreignText(String(error))}`);
  }
}

async function frequencyOf(daemon: NmDaemon, device: string): Promise<number> {
  const path = pathOf(await daemon.property(device, nmInterfaces.wireless, 'ActiveAccessPoint'));
  if (path === undefined) return 0;
  return numberOf(await daemon.property(path, nmInterfaces.accessPoint, 'Frequency'));
}

function wordsOf(end: Exclude<ActivationEnd, { kind: 'activated' }>): string {
  if (end.kind === 'restarted') return 'NetworkManager has ended';
  return `device reason ${end.deviceReason ?? 'unknown'}, connection reason ${end.activeReason ?? 'unknown'}`;
}

function failed({ passphrase }: HotspotOptions, why: string): ProvisioningError {
  const isProtected = passphrase !== undefined;
  const text = isProtected
    ? `the radio did not open a protected access point: ${why}. Some radios and drivers cannot, such as that of the Raspberry Pi with some firmware; an open one may work`
    : `the radio did not open an access point: ${why}`;
  return new ProvisioningError('board/hotspot-failed', text, { details: { protected: isProtected } });
}
