import { disconnectReasons, type WifiConnection, type WifiCredentials } from '@esp-prov/device';
import { equalConstantTime, foreignText } from '@esp-prov/protocol';
import { numberOf, pathOf, valuesOf } from '../wifi/daemon-values.ts';
import { type JoinSecurity, joinSecurity } from '../wifi/join-security.ts';
import { type Bss, readBss, readBssList } from './bss-list.ts';
import type { WpaContext } from './controlled-interface.ts';
import { joinBegin, judgeReport } from './join-verdict.ts';
import { JoinWatch } from './join-watch.ts';
import { stationBlock } from './network-block.ts';
import { removeNetwork, setEnabled } from './own-networks.ts';
import { scanNetworks } from './scan-networks.ts';
import { usableAddresses } from './usable-address.ts';
import type { WpaDaemon } from './wpa-daemon.ts';
import { isWpaError } from './wpa-error.ts';
import { wpaInterfaces, wpaTag } from './wpa-names.ts';

/** A network that has been joined. */
export interface JoinedNetwork {
  /** Object of the interface. */
  readonly path: string;
  /** Object of the network. */
  readonly network: string;
  readonly credentials: WifiCredentials;
  readonly isKept: boolean;
}

/** What one attempt came to. `again`: wpa_supplicant or the interface has gone meanwhile. */
export type JoinOutcome =
  | { readonly kind: 'joined'; readonly joined: JoinedNetwork; readonly connection: WifiConnection }
  | { readonly kind: 'refused' | 'wrong-key'; readonly reason: number; readonly why: string }
  | { readonly kind: 'again' };

/** Age up to which an access point counts as being there. */
const freshMs = 30_000;
/** Scans for a network that is not known. */
const scansForAbsence = 2;
/** How often wpa_supplicant is asked once more to join the network, where another one was under way. */
const mostAskedAgain = 2;
/** Pause between looks for an address: no signal tells that a DHCP client has set one. */
const addressLookMs = 250;
/** How long an address that the interface had before counts as a leftover. */
const leftoverMs = 5000;
/** When it is said that no address comes. */
const noAddressMs = 30_000;

/** An interface of wpa_supplicant, by its object and its name. */
export interface JoinPlace {
  readonly path: string;
  readonly interfaceName: string;
}

/** Attempts once to join a network. What an attempt leaves in wpa_supplicant is cleared unless it joined. */
export async function joinOnce(
  context: WpaContext,
  place: JoinPlace,
  options: { readonly credentials: WifiCredentials; readonly signal: AbortSignal },
): Promise<JoinOutcome> {
  const { daemon } = context;
  const { credentials, signal } = options;
  const heard = await hear(context, place.path, credentials, signal);
  if (heard.list.length === 0) return absent();
  const security = await ableSecurity(context, place.path, joinSecurity(credentials, heard.list[0]));
  if ('why' in security) return { kind: 'refused', ...security };
  const before = usableAddresses(context.board.ip4(), place.interfaceName);
  const watch = new JoinWatch(daemon, place.path);
  let undo = async (): Promise<void> => undefined;
  try {
    // Without the signal: if the attempt is given up while this is under way, what it brought has to be cleared.
    const block = stationBlock(credentials, { security, hidden: heard.hidden, mark: 'attempt' });
    const network = await add(context, place.path, block);
    if (network === undefined) return refusedKey();
    undo = async () => await removeNetwork(daemon, place.path, network);
    watch.follow(network);
    await setEnabled(daemon, network, true);
    await daemon.ask(place.path, 'Reassociate');
    const verdict = await outcome(context, { path: place.path, network, watch, security, signal });
    if (verdict === 'gone') return { kind: 'again' };
    if (verdict === 'passed-over') return await passedOver(context, place.path, credentials, signal);
    if (typeof verdict === 'object') return wrongKey(verdict.sae);
    const connection = await untilAddress(context, place, { credentials, before, watch, signal });
    if (connection === undefined) return { kind: 'again' };
    undo = async () => undefined;
    return { kind: 'joined', joined: { path: place.path, network, credentials, isKept: false }, connection };
  } finally {
    watch.close();
    await undo().catch((error: unknown) => context.log('warn', wpaTag, foreignText(String(error))));
  }
}

function absent(): JoinOutcome {
  return { kind: 'refused', reason: disconnectReasons.noApFound, why: 'the network is not heard' };
}

function refusedKey(): JoinOutcome {
  const why = 'wpa_supplicant takes no such passphrase';
  return { kind: 'refused', reason: disconnectReasons.authFail, why };
}

function wrongKey(sae: boolean): JoinOutcome {
  return {
    kind: 'wrong-key',
    reason: disconnectReasons.fourWayHandshakeTimeout,
    why: `the passphrase was refused (${sae ? 'WPA3' : 'WPA2'})`,
  };
}

/** Says why wpa_supplicant tried nothing although the network was heard before. */
async function passedOver(
  context: WpaContext,
  path: string,
  credentials: WifiCredentials,
  signal: AbortSignal,
): Promise<JoinOutcome> {
  const heard = await hear(context, path, credentials, signal, 'anew');
  if (heard.list.length === 0) return absent();
  const why = 'wpa_supplicant does not join the network, although it is heard';
  return { kind: 'refused', reason: disconnectReasons.noApWithCompatibleSecurity, why };
}

/** Returns the access points that are meant, strongest first; scans, calling the network by its name, if none is known. */
async function hear(
  { daemon, clock }: WpaContext,
  path: string,
  { ssid, bssid, channel }: WifiCredentials,
  signal: AbortSignal,
  anew?: 'anew',
): Promise<{ readonly list: readonly Bss[]; readonly hidden: boolean }> {
  const known = async (since: number) =>
    (await readBssList({ daemon, clock }, path, signal)).filter(
      (each) =>
        equalConstantTime(each.ssid, ssid) &&
        (bssid === undefined || equalConstantTime(each.bssid, bssid)) &&
        (channel === undefined || each.channel === channel) &&
        each.heardAt >= since,
    );
  const now = anew === undefined ? await known(clock.now() - freshMs) : [];
  if (now.length > 0) return { list: now, hidden: false };
  for (let scans = 0; scans < scansForAbsence; scans++) {
    const began = clock.now();
    await scanNetworks(daemon, path, { clock, ssid, signal });
    const list = await known(began);
    if (list.length > 0) return { list, hidden: true };
  }
  return { list: [], hidden: false };
}

/** Leaves out what the radio cannot do. */
async function ableSecurity(
  { daemon }: WpaContext,
  path: string,
  security: ReturnType<typeof joinSecurity>,
): Promise<ReturnType<typeof joinSecurity>> {
  if ('why' in security) return security;
  const { KeyMgmt } = valuesOf(await daemon.property(path, wpaInterfaces.interface, 'Capabilities'));
  const can = (name: string) => !Array.isArray(KeyMgmt) || KeyMgmt.includes(name);
  const cannot = (what: string) => {
    return { reason: disconnectReasons.noApWithCompatibleSecurity, why: `the radio of this board has no ${what}` };
  };
  if (security.keyMgmt === 'owe' && !can('owe')) return cannot('OWE');
  if (!security.sae || can('sae')) return security;
  return security.keyMgmt === 'sae' ? cannot('WPA3') : { ...security, sae: false };
}

async function add(
  { daemon, log }: WpaContext,
  path: string,
  block: ReturnType<typeof stationBlock>,
): Promise<string | undefined> {
  try {
    return pathOf(await daemon.ask(path, 'AddNetwork', { signature: 'a{sv}', body: [block] }));
  } catch (error) {
    const refused = String((error as { errorName?: unknown }).errorName ?? '').endsWith('.InvalidArgs');
    if (!refused && !isWpaError(error, 'UnknownError')) throw error;
    // The text of the error does not hold the key.
    log('warn', wpaTag, `wpa_supplicant refuses the network: ${foreignText(String(error))}`);
    return undefined;
  }
}

async function outcome(
  { daemon, log }: WpaContext,
  join: {
    readonly path: string;
    readonly network: string;
    readonly watch: JoinWatch;
    readonly security: JoinSecurity;
    readonly signal: AbortSignal;
  },
): Promise<'gone' | 'joined' | 'passed-over' | { readonly sae: boolean }> {
  const { path, network, watch, signal } = join;
  const { sae, secret } = join.security;
  let askedAgain = 0;
  for (let progress = joinBegin; ; ) {
    const news = await watch.next(signal);
    if (news.kind === 'gone') return 'gone';
    const judged = judgeReport(progress, news.report, { sae, passphrase: secret !== undefined });
    progress = judged.progress;
    for (const name of ['disconnectReason', 'authStatusCode', 'assocStatusCode'] as const) {
      const code = news.report[name];
      if (code !== undefined && code !== 0) log('debug', wpaTag, `${name} ${code}`);
    }
    if (judged.verdict.kind === 'wrong-key') return { sae: judged.verdict.sae };
    if (judged.verdict.kind === 'elsewhere') {
      // What was told may be over: the join of a network of the user that ended just before this one began.
      if (!(await isElsewhere(daemon, path, network, signal))) continue;
      if (askedAgain++ === mostAskedAgain) return 'passed-over';
      await daemon.ask(path, 'Reassociate', { signal });
      continue;
    }
    if (judged.verdict.kind !== 'go-on') return judged.verdict.kind;
  }
}

/** Whether the interface is in another network now. */
async function isElsewhere(daemon: WpaDaemon, path: string, network: string, signal: AbortSignal): Promise<boolean> {
  const { State, CurrentNetwork } = await daemon.properties(path, wpaInterfaces.interface, signal);
  return State === 'completed' && CurrentNetwork !== network;
}

/** Returns the connection as soon as the interface has an address; undefined when the interface or the network has gone. */
async function untilAddress(
  context: WpaContext,
  place: JoinPlace,
  join: {
    readonly credentials: WifiCredentials;
    readonly before: readonly string[];
    readonly watch: JoinWatch;
    readonly signal: AbortSignal;
  },
): Promise<WifiConnection | undefined> {
  const { clock, board, log } = context;
  const began = clock.now();
  let leftovers = join.before;
  let told = false;
  for (;;) {
    const now = usableAddresses(board.ip4(), place.interfaceName);
    leftovers = leftovers.filter((address) => now.includes(address));
    const waited = clock.now() - began;
    const ip4 = now.find((address) => waited >= leftoverMs || !leftovers.includes(address));
    if (ip4 !== undefined) {
      const connection = await connectionOf(context, place.path, join.credentials, ip4, join.signal);
      if (connection !== undefined) return connection;
    }
    if (waited >= noAddressMs && !told) {
      told = true;
      log('warn', wpaTag, `${place.interfaceName} is in the network and has no IPv4 address; does a DHCP client run?`);
    }
    if (join.watch.hasGone()) return undefined;
    await clock.sleep(addressLookMs, { signal: join.signal });
  }
}

/** Returns what an interface is connected to; undefined when it is not in this network at the moment. */
export async function connectionOf(
  { daemon, clock }: WpaContext,
  path: string,
  { ssid }: Pick<WifiCredentials, 'ssid'>,
  ip4: string,
  signal?: AbortSignal,
): Promise<WifiConnection | undefined> {
  const { State, CurrentBSS } = await daemon.properties(path, wpaInterfaces.interface, signal);
  if (State !== 'completed') return undefined;
  const bss = await readBss({ daemon, clock }, CurrentBSS, signal);
  const rssi = await polledSignal({ daemon }, path, signal);
  const { bssid, channel, authMode } = bss ?? { bssid: new Uint8Array(6), channel: 0, authMode: 0 };
  return { ssid, bssid, channel, authMode, rssi: rssi ?? bss?.rssi ?? -100, ip4 };
}

/** Returns the strength of the link in dBm; undefined where the radio does not tell it. */
async function polledSignal(
  { daemon }: Pick<WpaContext, 'daemon'>,
  path: string,
  signal?: AbortSignal,
): Promise<number | undefined> {
  try {
    const polled = valuesOf({ all: await daemon.ask(path, 'SignalPoll', { signal }) })['all'];
    const rssi = Math.round(numberOf(valuesOf(polled)['rssi']));
    return rssi < 0 && rssi >= -128 ? rssi : undefined;
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
}
