import { softApAddress } from '@esp-prov/client';
import type { Finding } from './finding.ts';
import type { Machine } from './machine.ts';

const subject = 'SoftAP';

/** The network of every device's access point. esp-idf: esp_netif's default configuration of the access point */
const deviceNetwork = '192.168.4.';

/** Interfaces that carry everything that has no better way, and what people call them. */
const tunnels: readonly (readonly [RegExp, string])[] = [
  [/^(tun|tap|wg|utun|ppp|ipsec|tailscale|zt)/, 'a VPN'],
  [/^(wwan|rmnet|usb|pdp_ip)/, 'mobile data'],
];

/** Checks whether this machine is joined to a device's access point, and whether its packets take that way. */
export async function lookAtSoftAp(machine: Machine): Promise<Finding> {
  const { host } = softApAddress;
  const interfaces = machine.interfaces();
  const joined = interfaces.filter(({ address }) => address.startsWith(deviceNetwork));
  const local = await machine.routeTo(host);
  const way = interfaces.find(({ address }) => address === local);
  const tunnel = tunnels.find(([pattern]) => way && pattern.test(way.name))?.[1];
  if (joined.length > 1) {
    const names = joined.map(({ name }) => name).join(' and ');
    return {
      subject,
      state: 'wrong',
      text: `${names} are both in ${deviceNetwork}0/24, so ${host} is ambiguous`,
      remedy: 'Leave one of these networks; a home network with the same addresses has to be left too.',
    };
  }
  const [ours] = joined;
  if (ours && way?.name !== ours.name) {
    const text = `joined by ${ours.name}, but packets to ${host} take ${way?.name ?? 'no way at all'}`;
    const remedy = tunnel
      ? `Switch ${tunnel} off while you provision.`
      : `Let the route to ${host} go by ${ours.name}.`;
    return { subject, state: 'wrong', text: tunnel ? `${text}, which is ${tunnel}` : text, remedy };
  }
  if (ours) return { subject, state: 'ok', text: `joined by ${ours.name} (${ours.address}); a device is at ${host}` };
  const by = way ? ` (packets to ${host} would take ${way.name}${tunnel ? `, which is ${tunnel}` : ''})` : '';
  return {
    subject,
    state: 'note',
    text: `not joined to the access point of a device${by}`,
    remedy: 'For --transport softap join the Wi-Fi network of the device first; its name is the service name.',
  };
}
