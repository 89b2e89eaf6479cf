import { type AccessPoint, isEnterprise } from '@esp-prov/client';
import { toHex } from '@esp-prov/protocol';
import { authName, displaySsid } from '../../report/network-table.ts';
import { displayWidth, fitted } from '../../terminal/display-width.ts';

/** A network to choose: the strongest of its access points, and how many there are. */
export interface NetworkChoice {
  readonly network: AccessPoint;
  readonly count: number;
}

/**
 * Networks by their names, the strongest first. Of one name an open, a closed and an enterprise one are three, even if
 * one person set them up.
 */
export function mergeNetworks(networks: readonly AccessPoint[]): NetworkChoice[] {
  const merged = new Map<string, NetworkChoice>();
  for (const network of [...networks].sort((a, b) => b.rssi - a.rssi)) {
    if (network.ssid.length === 0) continue;
    const key = `${toHex(network.ssid)} ${network.authMode === 0} ${isEnterprise(network.authMode)}`;
    const known = merged.get(key);
    merged.set(key, known ? { ...known, count: known.count + 1 } : { network, count: 1 });
  }
  return [...merged.values()];
}

/**
 * Columns of the scan table of esp_prov behind S.N., and which of them is given up at what turn where room is scarce.
 */
const columns = [
  { head: 'SSID', least: 4, givenUp: undefined, of: nameOf },
  { head: 'BSSID', least: 12, givenUp: 1, of: ({ network }: NetworkChoice) => toHex(network.bssid) },
  { head: 'CHN', least: 3, givenUp: 2, of: ({ network }: NetworkChoice) => String(network.channel).padStart(3) },
  { head: 'RSSI', least: 4, givenUp: 4, of: ({ network }: NetworkChoice) => String(network.rssi) },
  { head: 'AUTH', least: 4, givenUp: 3, of: ({ network }: NetworkChoice) => authName(network.authMode) },
] as const;

/** Only where there is something to note. */
const noteColumn = {
  head: 'NOTE',
  least: 4,
  givenUp: 5,
  of: ({ network }: NetworkChoice) => (isEnterprise(network.authMode) ? 'not by password' : ''),
} as const;

/** Shortest part of a name that is still told apart. */
const leastName = 12;

/** Shortest beginning of a column that still tells something; others are shown whole or not at all. */
const shortest = { AUTH: 8, NOTE: 7 };

/** Returns the head and rows of the networks in at most `width` places. */
export function networkRows(
  networks: readonly NetworkChoice[],
  width: number,
): { readonly head: string; readonly rows: readonly string[] } {
  const noted = networks.some((network) => noteColumn.of(network) !== '');
  const sized = [...columns, ...(noted ? [noteColumn] : [])].map((column) => {
    const widest = Math.max(column.least, ...networks.map((network) => displayWidth(column.of(network))));
    return { ...column, width: widest };
  });
  const [name, ...others] = sized;
  let shown = others.map((column) => ({ ...column }));
  const room = () => width - shown.reduce((sum, column) => sum + column.width + 1, 0);
  const wanted = Math.min(name?.width ?? leastName, leastName);
  for (let turn = 1; room() < wanted && shown.length > 0; turn++) {
    const missing = wanted - room();
    const scarce = shown.find((column) => column.givenUp === turn);
    const canShrink = scarce?.head === 'AUTH' || scarce?.head === 'NOTE';
    if (canShrink && scarce.width - missing >= shortest[scarce.head]) scarce.width -= missing;
    else shown = shown.filter((column) => column !== scarce);
  }
  const nameWidth = Math.max(1, Math.min(name?.width ?? leastName, room()));
  const line = (first: string, rest: readonly string[]) =>
    [fitted(first, nameWidth), ...rest.map((text, i) => fitted(text, shown[i]?.width ?? 0))].join(' ').trimEnd();
  return {
    head: line(
      'SSID',
      shown.map(({ head }) => head),
    ),
    rows: networks.map((network) =>
      line(
        nameOf(network),
        shown.map(({ of }) => of(network)),
      ),
    ),
  };
}

function nameOf({ network, count }: NetworkChoice): string {
  return `${displaySsid(network.ssid)}${count > 1 ? ` ×${count}` : ''}`;
}
