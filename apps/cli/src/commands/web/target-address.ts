import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { formatServiceAddress, parseServiceAddress, type ServiceAddress } from '@esp-prov/client';
import { ProvisioningError, systemClock, untilAborted, withDeadline } from '@esp-prov/protocol';

/** Returns the addresses of a name. */
export type Resolve = (name: string) => Promise<readonly string[]>;

/** What decides about an address besides its text. */
export interface TargetRule {
  /** Address that the user named at the command: it may be of this machine too. */
  readonly named?: ServiceAddress | undefined;
  readonly resolve?: Resolve | undefined;
  readonly signal?: AbortSignal | undefined;
}

const local = new BlockList();
for (const [net, prefix] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
] as const)
  local.addSubnet(net, prefix);
local.addSubnet('fc00::', 7, 'ipv6');
local.addSubnet('fe80::', 10, 'ipv6');

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

/** Longest time to find the address of a name, in ms. */
const resolveMs = 5000;

/**
 * Returns an address as numbers that a page may have reached: one of a local network, or of this machine if the user has
 * named exactly that. A name is resolved here and once, so that what was checked is what is connected to.
 *
 * @throws ProvisioningError `helper/target-refused`, `link/address-invalid`, `link/unreachable`
 */
export async function targetAddress(text: string, rule: TargetRule = {}): Promise<ServiceAddress> {
  const asked = parseServiceAddress(text);
  const addresses = isIP(asked.host) === 0 ? await resolveName(asked.host, rule) : [asked.host];
  const isNamed = rule.named?.host === asked.host && rule.named.port === asked.port;
  const isFit = (address: string) => isIn(local, address) || (isNamed && isIn(loopback, address));
  // A device's access point speaks IPv4.
  const host = [...addresses].sort((a, b) => isIP(plain(a)) - isIP(plain(b))).find(isFit);
  if (host !== undefined) return { host, port: asked.port };
  const where = formatServiceAddress(asked);
  throw new ProvisioningError('helper/target-refused', `the helper does not reach ${where}`, {
    details: { address: where },
  });
}

async function resolveName(name: string, { resolve = systemResolve, signal }: TargetRule): Promise<readonly string[]> {
  // Systems read such names as numbers of an address: 2130706433, 0x7f.1 and 127.1 all mean 127.0.0.1.
  if (/(^|\.)(0x[0-9a-f]*|\d+)\.?$/i.test(name)) {
    throw new ProvisioningError('link/address-invalid', `“${name}” is not an address of a service`);
  }
  const reason = () => new ProvisioningError('link/unreachable', `no address was found for ${name} in time`);
  return await withDeadline({ clock: systemClock, ms: resolveMs, reason, signal }, async (both) => {
    try {
      return await untilAborted(resolve(name), both);
    } catch (cause) {
      both.throwIfAborted();
      const why = `no device with the name ${name} is known`;
      throw new ProvisioningError('link/unreachable', why, { cause, details: { name } });
    }
  });
}

async function systemResolve(name: string): Promise<readonly string[]> {
  return (await lookup(name, { all: true })).map(({ address }) => address);
}

function isIn(list: BlockList, address: string): boolean {
  const bare = plain(address);
  const family = isIP(bare);
  return family !== 0 && list.check(bare, family === 6 ? 'ipv6' : 'ipv4');
}

/** Returns an address without its zone. */
function plain(address: string): string {
  return address.split('%', 1)[0] as string;
}
