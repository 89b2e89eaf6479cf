import { decodeUtf8, foreignText } from '@esp-prov/protocol';
import { isEnterprise } from '../endpoints/is-enterprise.ts';
import type { WifiFailure } from '../endpoints/wifi-config.ts';
import type { AccessPoint } from '../endpoints/wifi-scan.ts';

/** How a join ended without a connection: as the device said, or because the time was over. */
export type JoinFailure = WifiFailure | 'disconnected' | 'timeout';

/** One thing that the evidence says. */
export interface JoinFinding {
  /** What it is, for programs. */
  readonly kind:
    | 'reason-group'
    | 'unnamed-reason'
    | 'attempts'
    | 'no-scan'
    | 'not-heard'
    | 'list-full'
    | 'spelled-differently'
    | 'heard'
    | 'one-band'
    | 'weak-signal'
    | 'edge-channel'
    | 'enterprise'
    | 'wpa3-only'
    | 'wpa3-offered'
    | 'unusual-security'
    | 'open-network'
    | 'password-missing';
  /** A sentence without a full stop: what it shows, and what it does not prove. */
  readonly text: string;
}

/** Facts in the form in which they are judged. */
interface Judged {
  readonly reason: JoinFailure;
  readonly attempts: number | undefined;
  readonly ssid: Uint8Array | undefined;
  /** Whether a password was sent; undefined where that is not known. */
  readonly hasPassphrase: boolean | undefined;
  readonly scan: readonly AccessPoint[] | undefined;
  /** Access points of the network in the scan. */
  readonly heard: readonly AccessPoint[] | undefined;
}

/** Auth modes of `wifi_auth_mode_t` that stations without WPA3 cannot join: WPA3_PSK, OWE, WPA3_EXT_PSK, DPP. */
const wpa3Only: readonly number[] = [6, 9, 11, 13];

/** Auth modes that offer WPA3 beside an older one: WPA2_WPA3_PSK, WPA3_EXT_PSK_MIXED. */
const wpa3Offered: readonly number[] = [7, 12];

/** Auth modes that firmware seldom has built in: WEP, WAPI_PSK. */
const unusual: readonly number[] = [1, 8];

/** Results that the manager of the firmware keeps, unless it is built with another number. */
const keptResults = 16;

/** Signal in dBm at and below which a join often fails. */
const weakDbm = -80;

/** Highest channel at 2.4 GHz, and the highest one that every country allows. */
const channels = { highest24: 14, everywhere: 11 } as const;

/** Returns what the facts say, the most telling first. */
export function joinFindings(facts: Judged): JoinFinding[] {
  const { reason, attempts, scan, heard } = facts;
  const ofNetwork = scan === undefined || heard === undefined ? [noScan(facts)] : scanFindings(facts, scan, heard);
  return [
    ...ofNetwork,
    ...reasonFindings(reason),
    ...(attempts === undefined
      ? []
      : [find('attempts', `the device makes at least ${attempts} attempts before it gives up`)]),
  ];
}

function scanFindings(facts: Judged, scan: readonly AccessPoint[], heard: readonly AccessPoint[]): JoinFinding[] {
  if (heard.length === 0) return absent(facts, scan);
  return [...security(facts, heard), ...radio(heard), ...heardFirst(facts, heard)];
}

function noScan({ ssid }: Judged): JoinFinding {
  const network = ssid ? 'this network' : 'the network';
  return find('no-scan', `no scan was made before, so signal and security of ${network} are unknown`);
}

/** What a scan without the network says: it may hide, or the scan may not tell all. */
function absent({ ssid }: Judged, scan: readonly AccessPoint[]): JoinFinding[] {
  const like = scan.find((each) => isAlike(each.ssid, ssid));
  const highest = Math.max(0, ...scan.map(({ channel }) => channel));
  return [
    ...(like
      ? [find('spelled-differently', `the device hears “${nameOf(like.ssid)}”, which is spelled differently`)]
      : []),
    find(
      'not-heard',
      `the name was not among the ${scan.length} that the device heard; a hidden network would not be, either`,
    ),
    ...(scan.length >= keptResults
      ? [
          find(
            'list-full',
            `its list may have been full, since firmware keeps ${keptResults}: weak networks are left out`,
          ),
        ]
      : []),
    ...(highest > 0 && highest <= channels.highest24
      ? [find('one-band', 'it heard channels of 2.4 GHz alone, as most chips do; not excluded: a network at 5 GHz')]
      : []),
  ];
}

function security({ reason, hasPassphrase }: Judged, heard: readonly AccessPoint[]): JoinFinding[] {
  const all = (modes: readonly number[]) => heard.every(({ authMode }) => modes.includes(authMode));
  if (heard.every(({ authMode }) => isEnterprise(authMode))) {
    return [find('enterprise', 'it is an enterprise network: a password alone does not open it, right or wrong')];
  }
  if (all([0])) {
    return hasPassphrase
      ? [
          find(
            'open-network',
            'it is an open network, and a password was sent, which firmware may take for a demand of protection',
          ),
        ]
      : [];
  }
  if (hasPassphrase === false && !all([9])) {
    return [find('password-missing', 'the network is protected, and no password was sent')];
  }
  const doubt = reason === 'auth-error' ? 'not proven: a wrong password; ' : '';
  if (all(wpa3Only)) {
    return [find('wpa3-only', `${doubt}the network takes WPA3 or OWE alone, which firmware may not have built in`)];
  }
  if (heard.some(({ authMode }) => wpa3Offered.includes(authMode) || wpa3Only.includes(authMode))) {
    const text = `${doubt}the network offers WPA3, and may demand what the firmware does not do (SAE, protected frames)`;
    return [find('wpa3-offered', text)];
  }
  return all(unusual) ? [find('unusual-security', 'the network uses WEP or WAPI, which firmware seldom takes')] : [];
}

function radio(heard: readonly AccessPoint[]): JoinFinding[] {
  const best = Math.max(...heard.map(({ rssi }) => rssi));
  const isEdge = heard.every(({ channel }) => channel > channels.everywhere && channel <= channels.highest24);
  return [
    ...(best <= weakDbm
      ? [find('weak-signal', `its signal is weak: ${best} dBm at best, where a join often fails`)]
      : []),
    ...(isEdge
      ? [
          find(
            'edge-channel',
            'it is on channel 12 to 14, where the country setting of the device may forbid it to send',
          ),
        ]
      : []),
  ];
}

/** A network that was heard before, of which the device says that it is not there. */
function heardFirst({ reason }: Judged, heard: readonly AccessPoint[]): JoinFinding[] {
  const [{ channel, rssi } = { channel: 0, rssi: 0 }] = heard;
  if (reason !== 'network-not-found') return [];
  const text = `the device heard it in its scan (channel ${channel}, ${rssi} dBm), so the name is right: it went away, or its security does not suit the device`;
  return [find('heard', text)];
}

function reasonFindings(reason: JoinFailure): JoinFinding[] {
  switch (reason) {
    case 'auth-error':
      return [
        find(
          'reason-group',
          '“auth error” covers the reasons 14, 15, 202 and 204, or all but 201 in firmware that counts attempts; the log of the device has the number',
        ),
      ];
    case 'unknown':
      return [find('unnamed-reason', 'the device reported a reason that has no name here; its log has the number')];
    default:
      return [];
  }
}

function isAlike(a: Uint8Array, b: Uint8Array | undefined): boolean {
  const fold = (name: Uint8Array | undefined) =>
    decodeUtf8(name ?? new Uint8Array(0))
      ?.replace(/[\s_-]/g, '')
      .toLowerCase();
  const [one, other] = [fold(a), fold(b)];
  return one !== undefined && one !== '' && one === other;
}

function nameOf(ssid: Uint8Array): string {
  return foreignText(decodeUtf8(ssid) ?? '', 64);
}

function find(kind: JoinFinding['kind'], text: string): JoinFinding {
  return { kind, text };
}
