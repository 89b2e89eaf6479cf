import type { AccessPoint, Provisioner } from '@esp-prov/client';
import { ProvisioningError } from '@esp-prov/protocol';
import { authName, displaySsid, networkJson } from './network-table.ts';
import type { Output } from './output.ts';
import { choose } from './prompts.ts';

/** Lets the device scan and the user pick; repeats the scan as often as asked. */
export async function chooseNetwork(
  provisioner: Provisioner,
  output: Output,
  signal: AbortSignal,
): Promise<AccessPoint> {
  for (;;) {
    output.event({ event: 'scanning' }, 'The device is scanning …');
    const networks = await provisioner.scan({ signal });
    output.event({ event: 'networks', networks: networks.map(networkJson) });
    if (networks.length === 0) throw new ProvisioningError('wifi/no-networks');
    const choices = networks.map((network) => ({
      value: network,
      label: `${displaySsid(network.ssid).padEnd(33)} ${String(network.channel).padStart(3)} ${network.rssi} dBm  ${authName(network.authMode)}`,
    }));
    const chosen = await choose<AccessPoint | undefined>(
      'Network to join',
      [...choices, { value: undefined, label: 'Scan again' }],
      '--ssid',
    );
    if (chosen) return chosen;
  }
}
