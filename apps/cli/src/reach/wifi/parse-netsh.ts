import { decodeUtf8, utf8 } from '@esp-prov/protocol';
import { mostAccessPoints, type NearbyAccessPoint, readBssid, readNumber } from './nearby-access-point.ts';

/** Arguments for the list that {@link parseNetsh} reads. */
export const netshList = ['wlan', 'show', 'networks', 'mode=bssid'] as const;

/** What is read of one network before its address ends it. */
interface Draft {
  readonly ssid: string;
  security: string;
  readonly points: { bssid: string | undefined; signal?: number | undefined; channel?: number | undefined }[];
}

/**
 * Reads the list of netsh. Its labels are translated but for SSID and BSSID, so the rest is recognized by place and
 * form: the security stands second below the name, the signal has a percent sign, the channel is the first bare number
 * behind it.
 */
export function parseNetsh(output: Uint8Array): NearbyAccessPoint[] {
  const text = decodeUtf8(output) ?? Buffer.from(output).toString('latin1');
  const drafts: Draft[] = [];
  let place = 0;
  for (const line of text.split(/\r?\n/).slice(0, mostAccessPoints * 20)) {
    const colon = line.indexOf(':');
    if (colon < 0) continue;
    const [label, value] = [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    const draft = drafts.at(-1);
    if (/^SSID \d{1,4}$/.test(label)) {
      drafts.push({ ssid: value, security: '', points: [] });
      place = 0;
    } else if (/^BSSID \d{1,4}$/.test(label)) draft?.points.push({ bssid: readBssid(value) });
    else if (draft) read(draft, value, ++place);
  }
  return drafts.slice(0, mostAccessPoints).flatMap(asAccessPoints);
}

function read(draft: Draft, value: string, place: number): void {
  const point = draft.points.at(-1);
  // First the kind of network, then how it is joined.
  if (!point && place === 2)
    draft.security = /^open$|^offen$|^ouvert$|^abierta$/i.test(value) ? '' : value.slice(0, 64);
  else if (point && point.signal === undefined && /^\d{1,3}%$/.test(value)) point.signal = readNumber(value, 0, 100);
  else if (point && point.signal !== undefined && point.channel === undefined && /^\d{1,3}$/.test(value)) {
    point.channel = readNumber(value, 1, 233);
  }
}

function asAccessPoints({ ssid: name, security, points }: Draft): NearbyAccessPoint[] {
  const ssid = utf8(name);
  if (ssid.length === 0 || ssid.length > 32) return [];
  return points.map(({ bssid, signal, channel }) => ({ ssid, bssid, channel, signal, security }));
}
