import { disconnectReasons, type WifiConnection, type WifiCredentials } from '@esp-prov/device';
import { type Clock, equalConstantTime, type Log, type Random } from '@esp-prov/protocol';
import { pathOf, textOf, type Values, valuesOf } from '../wifi/daemon-values.ts';
import { isRefusal, type JoinSecurity, joinSecurity } from '../wifi/join-security.ts';
import { type AccessPoint, readAccessPoint, readAccessPoints } from './access-points.ts';
import { ActivationWatch } from './activation-watch.ts';
import { activateNew, deactivate } from './active-connection.ts';
import { type JoinVerdict, judgeJoin, needsHearing } from './join-verdict.ts';
import type { NmDaemon } from './nm-daemon.ts';
import { nmInterfaces } from './nm-names.ts';
import { newUuid } from './profile-mark.ts';
import { joinSettings } from './profile-settings.ts';
import { deleteProfile } from './profiles.ts';
import type { Radio } from './radio.ts';
import { scanNetworks } from './scan-networks.ts';

/** What a join works with. */
export interface JoinContext {
  readonly daemon: NmDaemon;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly version: string;
}

/** A network that has been joined. */
export interface JoinedNetwork {
  readonly uuid: string;
  /** Object of its profile. */
  readonly profile: string;
  readonly active: string;
  readonly network: WifiCredentials;
  readonly security: JoinSecurity;
  readonly hidden: boolean;
  readonly connection: WifiConnection;
}

/** What one attempt came to. */
export type JoinOutcome =
  | { readonly kind: 'joined'; readonly joined: JoinedNetwork }
  | { readonly kind: 'refused'; readonly reason: number; readonly why: string }
  | { readonly kind: JoinVerdict; readonly why: string };

/** Tag of the log lines about NetworkManager. */
export const joinTag = 'networkmanager';

/** Longest time in ms until a network that is joined has shown its address. */
const addressMs = 5000;
const addressRestMs = 100;
/** NetworkManager says to the second when it heard an access point last. */
const lastSeenStepMs = 1000;

/** Attempts once to join a network. What an attempt leaves in NetworkManager is cleared unless it joined. */
export async function joinOnce(
  context: JoinContext,
  radio: Radio,
  options: { readonly network: WifiCredentials; readonly tries: number; readonly signal: AbortSignal },
): Promise<JoinOutcome> {
  const { daemon } = context;
  const { network, tries, signal } = options;
  const heard = (await hear(context, radio, network, signal)).at(0);
  const security = joinSecurity(network, heard);
  if (isRefusal(security)) return { kind: 'refused', ...security };
  const uuid = newUuid(context.random);
  const hidden = heard === undefined;
  const { interfaceName } = radio;
  const settings = joinSettings({ uuid, interfaceName, network, security, hidden, kept: false });
  const watch = new ActivationWatch(daemon, radio.path);
  let undo = async (): Promise<void> => undefined;
  try {
    // Without the signal: whoever gives up while this is under way has to clear what it brought.
    const begun = await activateNew(daemon, settings, { device: radio.path, endsWithUs: false });
    if (begun === undefined) return { kind: 'interrupted', why: 'NetworkManager named no connection' };
    undo = async () => await clear(context, begun.active, begun.profile);
    const end = await watch.outcome(begun.active, signal);
    if (end.kind === 'restarted') return { kind: 'interrupted', why: 'NetworkManager has ended' };
    if (end.kind === 'activated') {
      const connection = await connectionOf(context, radio, network, signal);
      if (connection === undefined) return { kind: 'connecting', why: 'the network gave no IPv4 address' };
      undo = async () => undefined;
      return { kind: 'joined', joined: { uuid, ...begun, network, security, hidden, connection } };
    }
    const isThere = needsHearing(end) && (await isHeardAnew(context, radio, network, signal));
    const verdict = judgeJoin({
      ...end,
      version: context.version,
      heard: isThere,
      protected: security.secret !== undefined,
      sae: security.sae,
      tries: tries + 1,
    });
    const why = `device reason ${end.deviceReason ?? 'unknown'}, connection reason ${end.activeReason ?? 'unknown'}`;
    return { kind: verdict, why };
  } finally {
    watch.close();
    await undo();
  }
}

/** Returns what a device is connected to; undefined when it shows no IPv4 address in time. */
export async function connectionOf(
  { daemon, clock }: JoinContext,
  radio: Radio,
  network: Pick<WifiCredentials, 'ssid'>,
  signal?: AbortSignal,
): Promise<WifiConnection | undefined> {
  for (let waited = 0; ; waited += addressRestMs) {
    const ip4 = await addressOf(daemon, radio.path, signal);
    const path = await daemon.property(radio.path, nmInterfaces.wireless, 'ActiveAccessPoint', signal);
    const accessPoint = await readAccessPoint(daemon, path, signal);
    if (ip4 !== undefined) {
      const { bssid, channel, rssi, authMode } = accessPoint ?? unknownAccessPoint;
      return { ssid: network.ssid, bssid, channel, rssi, authMode, ip4 };
    }
    if (waited >= addressMs) return undefined;
    await clock.sleep(addressRestMs, { signal });
  }
}

/** What is told where NetworkManager does not know the access point, such as a hidden one. */
const unknownAccessPoint = { bssid: new Uint8Array(6), channel: 0, rssi: -100, authMode: 0 };

async function addressOf(daemon: NmDaemon, device: string, signal?: AbortSignal): Promise<string | undefined> {
  const path = pathOf(await daemon.property(device, nmInterfaces.device, 'Ip4Config', signal));
  if (path === undefined) return undefined;
  const list = await daemon.property(path, nmInterfaces.ip4Config, 'AddressData', signal);
  const first: Values = Array.isArray(list) ? valuesOf(list[0]) : {};
  const address = textOf(first['address']);
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(address) ? address : undefined;
}

/** Returns the access points that are meant, strongest first; scans, calling the network by its name, if none is known. */
async function hear(
  context: JoinContext,
  radio: Radio,
  network: WifiCredentials,
  signal: AbortSignal,
): Promise<readonly AccessPoint[]> {
  const known = await knownOf(context, radio, network, signal);
  if (known.length > 0) return known;
  await scanFor(context, radio, network, signal);
  return await knownOf(context, radio, network, signal);
}

/** Returns whether the network is there now: NetworkManager goes on listing for minutes what is not heard any more. */
async function isHeardAnew(
  context: JoinContext,
  radio: Radio,
  network: WifiCredentials,
  signal: AbortSignal,
): Promise<boolean> {
  const before = new Map<string, number | undefined>();
  for (const { path, lastSeen } of await knownOf(context, radio, network, signal)) before.set(path, lastSeen);
  await context.clock.sleep(lastSeenStepMs, { signal });
  await scanFor(context, radio, network, signal);
  return (await knownOf(context, radio, network, signal)).some(({ path, lastSeen }) => {
    const earlier = before.get(path);
    return earlier === undefined || lastSeen === undefined || lastSeen > earlier;
  });
}

async function knownOf(
  { daemon }: JoinContext,
  radio: Radio,
  network: WifiCredentials,
  signal: AbortSignal,
): Promise<readonly AccessPoint[]> {
  return meant(await readAccessPoints(daemon, radio.path, signal), network);
}

async function scanFor(
  { daemon, clock }: JoinContext,
  radio: Radio,
  { ssid }: WifiCredentials,
  signal: AbortSignal,
): Promise<void> {
  await scanNetworks(daemon, radio.path, { clock, ssid, isFresh: () => false, signal });
}

function meant(all: readonly AccessPoint[], { ssid, bssid, channel }: WifiCredentials): AccessPoint[] {
  return all
    .filter((each) => equalConstantTime(each.ssid, ssid))
    .filter((each) => bssid === undefined || equalConstantTime(each.bssid, bssid))
    .filter((each) => channel === undefined || channel === 0 || each.channel === channel)
    .sort((a, b) => b.rssi - a.rssi);
}

/** Ends the use of a profile of ours that led nowhere, and deletes it; NetworkManager does so itself where it can. */
async function clear({ daemon, log }: JoinContext, active: string, profile: string): Promise<void> {
  try {
    await deactivate(daemon, active);
    await deleteProfile(daemon, profile);
  } catch (error) {
    if (daemon.present) log('warn', joinTag, `an attempt was not cleared: ${String(error)}`);
  }
}

/** Reason of ESP-IDF for a verdict that ends a join. */
export const verdictReasons: Readonly<Record<'auth-error' | 'not-found', number>> = {
  'auth-error': disconnectReasons.fourWayHandshakeTimeout,
  'not-found': disconnectReasons.noApFound,
};
