import type { Finding } from '../../../reach/examine/finding.ts';
import type { BoardMachine } from './board-machine.ts';
import type { WifiServices } from './wifi-services.ts';

/** Names of programs that ask for an address, as the kernel tells them: at most 15 characters. */
const clients: Readonly<Record<string, string>> = {
  dhcpcd: 'dhcpcd',
  'systemd-network': 'systemd-networkd',
  udhcpc: 'udhcpc',
  dhclient: 'dhclient',
  connmand: 'connmand',
};

/** Most processes that are looked at. */
const mostProcesses = 8192;

/** Checks that something asks for an address: wpa_supplicant joins networks, and does no more. */
export async function lookAtDhcp(machine: BoardMachine, services: WifiServices): Promise<Finding[]> {
  if (services.networkManager || !services.wpaSupplicant) return [];
  const subject = 'DHCP client';
  const processes = ((await machine.names('/proc')) ?? []).filter((name) => /^\d+$/.test(name));
  for (const process of processes.slice(0, mostProcesses)) {
    const name = (await machine.text(`/proc/${process}/comm`))?.trim() ?? '';
    if (Object.hasOwn(clients, name)) return [{ subject, state: 'ok', text: `${clients[name]} runs` }];
  }
  const text = 'none was found, and wpa_supplicant gets no address by itself: a join would never end';
  return [{ subject, state: 'note', text, remedy: 'sudo apt install dhcpcd, or enable systemd-networkd for Wi-Fi' }];
}
