import { ProvisioningError } from '@esp-prov/protocol';
import type { Programs } from '../programs/programs.ts';
import { hotspotLabel } from './usable-address.ts';

/**
 * Scope of the address of an access point on an interface whose name leaves no room for a label, as those with a MAC
 * address in them do. The number is nobody else's; as it is below that of a link, packets are sent as with any other.
 */
const hotspotScope = '222';

/** Gives an interface the address of an access point, with a mark by which it is found again. @throws ProvisioningError */
export async function addHotspotAddress(programs: Programs, interfaceName: string, address: string): Promise<void> {
  if (!/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/.test(address)) {
    throw new ProvisioningError(
      'board/hotspot-failed',
      'the address of the access point is none. Expected an address with the length of its prefix, for example 192.168.4.1/24',
    );
  }
  // `replace` is content with an address that is there already.
  await runIp(programs, ['-4', 'address', 'replace', address, 'dev', interfaceName, ...markOf(interfaceName)]);
}

/** Takes that address away; does nothing where there is none. */
export async function removeHotspotAddress(programs: Programs, interfaceName: string): Promise<void> {
  await runIp(programs, ['-4', 'address', 'flush', 'dev', interfaceName, ...markOf(interfaceName)]);
}

function markOf(interfaceName: string): readonly string[] {
  const label = hotspotLabel(interfaceName);
  return label === undefined ? ['scope', hotspotScope] : ['label', label];
}

async function runIp(programs: Programs, args: readonly string[]): Promise<void> {
  await programs.run({ program: 'ip', arguments: args, debianPackage: 'iproute2' });
}
