import { foreignText, ProvisioningError, untilAborted, withDeadline } from '@esp-prov/protocol';
import type { Programs } from '../programs/programs.ts';
import type { Hotspot, HotspotOptions } from '../wifi/board-wifi.ts';
import { meansAbsent } from '../wifi/daemon-error.ts';
import { numberOf, pathOf, textOf, valuesOf } from '../wifi/daemon-values.ts';
import { channelOfFrequency } from '../wifi/wifi-channel.ts';
import { frequencyOfChannel } from './channel-frequency.ts';
import { controlledInterface, type WpaContext } from './controlled-interface.ts';
import { hotspotBlock } from './network-block.ts';
import { readNetworks, removeMarked } from './own-networks.ts';
import { addHotspotAddress, removeHotspotAddress } from './run-ip.ts';
import { meansGone, wpaError } from './wpa-error.ts';
import { wpaInterfaces, wpaName, wpaTag } from './wpa-names.ts';

/** Longest time for the radio to become an access point: it scans before, up to 14 s. */
const openLimitMs = 30_000;
/** Most states that wait to be looked at. */
const mostStates = 100;
/** Longest wait for an interface that has just been made. */
const interfaceLimitMs = 5000;

/** Channel of wpa_supplicant 2.10 where none is given. */
const defaultChannel = 11;

/**
 * Opens an access point by wpa_supplicant.
 *
 * @throws ProvisioningError `board/hotspot-failed`, `board/not-permitted`, `board/program-missing`, `board/program-failed`
 */
export async function openWpaHotspot(
  context: WpaContext,
  programs: Programs,
  interfaceName: string,
  options: HotspotOptions,
): Promise<Hotspot> {
  const { signal } = options;
  signal?.throwIfAborted();
  const path = await interfaceOf(context, interfaceName, signal);
  const failed: Failed = (why) =>
    new ProvisioningError('board/hotspot-failed', `the access point is not open: ${why}`, {
      details: { interface: interfaceName, protected: options.passphrase !== undefined },
    });
  const close = async () => {
    await closeHotspot(context, programs, { path, interfaceName });
  };
  const ended = new AbortController();
  const stop = watchEnd(context, path, (why) => ended.abort(failed(why)));
  try {
    const channel = await select(context, path, options, failed);
    await addHotspotAddress(programs, interfaceName, options.address);
    signal?.throwIfAborted();
    stop.arm();
    return {
      interfaceName,
      channel,
      ended: ended.signal,
      async [Symbol.asyncDispose]() {
        stop.close();
        await close();
      },
    };
  } catch (error) {
    stop.close();
    await close().catch((cause: unknown) => context.log('warn', wpaTag, foreignText(String(cause))));
    throw wpaError(error, 'open an access point');
  }
}

/** Returns the error for an access point that is not open, or not any more. */
type Failed = (why: string) => ProvisioningError;

/** Removes the access points of ours from an interface, what they have switched off comes back. */
async function closeHotspot(
  { daemon }: WpaContext,
  programs: Programs,
  { path, interfaceName }: { readonly path: string; readonly interfaceName: string },
): Promise<void> {
  try {
    const removed = await removeMarked(daemon, path, ['hotspot']);
    // Networks that were switched off are looked for only when this is asked for.
    if (removed.some(({ switchedOff }) => switchedOff.length > 0)) await daemon.ask(path, 'Reassociate');
  } catch (error) {
    // With its interface, or with wpa_supplicant, the access point has ended.
    if (!meansAbsent(error) && !meansGone(error)) throw wpaError(error, 'close the access point');
  } finally {
    await removeHotspotAddress(programs, interfaceName);
  }
}

async function interfaceOf(
  context: WpaContext,
  interfaceName: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  const { clock } = context;
  let missing = '';
  const reason = () =>
    new ProvisioningError('board/hotspot-failed', `${missing || interfaceName} is not there for the access point`);
  try {
    return await withDeadline({ clock, ms: interfaceLimitMs, reason, signal }, (both) =>
      controlledInterface(context, interfaceName, {
        signal: both,
        onWaiting: (what) => {
          missing = what;
        },
      }),
    );
  } catch (error) {
    throw wpaError(error, 'open an access point');
  }
}

/** Has wpa_supplicant open it, and returns its channel when it is open. */
async function select(
  { daemon, clock }: WpaContext,
  path: string,
  { ssid, passphrase, channel, signal }: HotspotOptions,
  failed: Failed,
): Promise<number> {
  const networks = await readNetworks(daemon, path, signal);
  const switchedOff = networks.filter(({ enabled }) => enabled).map(({ number }) => number);
  const frequency = channel === undefined ? undefined : frequencyOfChannel(channel);
  const block = hotspotBlock({ ssid, passphrase, frequency, switchedOff });
  const state = stateOf(daemon, path, failed);
  try {
    const network = pathOf(await daemon.ask(path, 'AddNetwork', { signature: 'a{sv}', body: [block] }));
    if (network === undefined) throw failed('wpa_supplicant named no network');
    // Disables all others, without which a known network in range would be joined instead.
    await daemon.ask(path, 'SelectNetwork', { signature: 'o', body: [network] });
    const reason = () => failed(`the radio did not open it within ${openLimitMs / 1000} s`);
    await withDeadline({ clock, ms: openLimitMs, reason, signal }, (both) => state.untilOpen(network, both));
    const { Properties } = await daemon.properties(network, wpaInterfaces.network, signal);
    const used = Number(textOf(valuesOf(Properties)['frequency']));
    return channelOfFrequency(numberOf(used)) || channel || defaultChannel;
  } finally {
    state.close();
  }
}

/** Follows the state of an interface while it becomes an access point. */
function stateOf(
  daemon: WpaContext['daemon'],
  path: string,
  failed: Failed,
): { untilOpen(network: string, signal: AbortSignal): Promise<void>; close(): void } {
  const states: string[] = [];
  let arrived = (): void => undefined;
  const add = (state: string) => {
    if (state !== '' && states.length < mostStates) states.push(state);
    arrived();
  };
  const stops = [
    daemon.onSignal(({ path: at, member, body }) => {
      if (at === path && member === 'PropertiesChanged') add(textOf(valuesOf(body[1])['State']));
    }),
    daemon.onPresence(() => add('gone')),
  ];
  return {
    async untilOpen(network, signal) {
      // What was heard before belongs to the network that has been left.
      states.length = 0;
      add(textOf(await daemon.property(path, wpaInterfaces.interface, 'State', signal)));
      for (let began = false; ; ) {
        const state = states.shift();
        if (state === undefined) {
          await untilAborted(
            new Promise<void>((resolve) => {
              arrived = resolve;
            }),
            signal,
          );
          continue;
        }
        if (state === 'gone') throw failed('wpa_supplicant has ended');
        if (began && state === 'disconnected') throw failed('the radio refused to open it');
        began = state === 'scanning' || state === 'associating';
        // A selected network becomes the current one without a signal.
        const isOpen = async () =>
          (await daemon.property(path, wpaInterfaces.interface, 'CurrentNetwork', signal)) === network;
        if (state === 'completed' && (await isOpen())) return;
      }
    },
    close() {
      for (const stop of stops) stop();
    },
  };
}

/** Says when an open access point ends by itself, once it is armed. */
function watchEnd({ daemon }: WpaContext, path: string, onEnd: (why: string) => void): { arm(): void; close(): void } {
  let armed = false;
  let over: string | undefined;
  const end = (why: string) => {
    over ??= why;
    if (armed) onEnd(over);
  };
  const stops = [
    daemon.onPresence(() => end('wpa_supplicant has ended')),
    daemon.onSignal(({ path: at, interface: name, member, body }) => {
      if (name === wpaName && member === 'InterfaceRemoved' && body[0] === path) end('the interface has gone');
      if (at !== path || member !== 'PropertiesChanged') return;
      const state = valuesOf(body[1])['State'];
      if (armed && state !== undefined && state !== 'completed') end('it has ended');
    }),
  ];
  return {
    arm() {
      armed = true;
      if (over !== undefined) end(over);
    },
    close() {
      for (const stop of stops) stop();
    },
  };
}
