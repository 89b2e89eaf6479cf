import { ProvisioningError } from '@esp-prov/protocol';
import type { Programs } from '../programs/programs.ts';
import { hotspotLabel } from './usable-address.ts';

/** Gives an interface the address of an access point, with a label by which it is found again. @throws ProvisioningError */
export async function addHotspotAddress(programs: Programs, interfaceName: string, address: string): Promise<void> {
  if (!/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/.test(address)) {
    throw new ProvisioningError(
      'board/hotspot-failed',
      'the address of the access point is none. Expected an address with the length of its prefix, for example 192.168.4.1/24',
    );
  }
  const label = hotspotLabel(interfaceName);
  const labelled = label === undefined ? [] : ['label', label];
  // `replace` is content with an address that is there already.
  await runIp(programs, ['-4', 'address', 'replace', address, 'dev', interfaceName, ...labelled]);
}

/** Takes that address away; one of a name too long for a label is found by `address`. */
export async function removeHotspotAddress(programs: Programs, interfaceName: string, address?: string): Promise<void> {
  const label = hotspotLabel(interfaceName);
  if (label !== undefined) await runIp(programs, ['-4', 'address', 'flush', 'dev', interfaceName, 'label', label]);
  else if (address !== undefined) await runIp(programs, ['-4', 'address', 'delete', address, 'dev', interfaceName]);
}

async function runIp(programs: Programs, args: readonly string[]): Promise<void> {
  await programs.run({ program: 'ip', arguments: args, debianPackage: 'iproute2' });
}
