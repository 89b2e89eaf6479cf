import { ProvisioningError } from '@esp-prov/protocol';

/** The network of an access point, as a server of addresses needs it. */
export interface Subnet {
  /** Address of the board, such as `192.168.4.1`. */
  readonly address: string;
  readonly netmask: string;
  /** First and last address that is given to clients. */
  readonly first: string;
  readonly last: string;
}

/** Most clients that get an address: radios of boards carry fewer. */
const mostClients = 100;

/**
 * Returns the network of an address with the length of its prefix, such as `192.168.4.1/24`.
 *
 * @throws ProvisioningError `usage/invalid-option`
 */
export function parseSubnet(text: string): Subnet {
  const [, dotted = '', prefix = ''] = /^((?:\d{1,3}\.){3}\d{1,3})\/(\d{1,2})$/.exec(text) ?? [];
  const parts = dotted.split('.').map(Number);
  const length = Number(prefix);
  if (dotted === '' || parts.some((part) => part > 255) || length < 16 || length > 29) throw invalid(text);
  const size = 2 ** (32 - length);
  const own = parts.reduce((sum, part) => sum * 256 + part, 0);
  const base = own - (own % size);
  if (own === base || own === base + size - 1) throw invalid(text);
  // Behind the board's own address, or before it where that is the last one.
  const room = base + size - 2 - own;
  const [first, last] =
    room > 0 ? [own + 1, own + Math.min(room, mostClients)] : [Math.max(base + 1, own - mostClients), own - 1];
  return { address: dotted, netmask: dot(2 ** 32 - size), first: dot(first), last: dot(last) };
}

function invalid(text: string): ProvisioningError {
  return new ProvisioningError(
    'usage/invalid-option',
    `Expected the address of the board in its access point with the length of its prefix, for example 192.168.4.1/24, and got ${text.slice(0, 40)}`,
  );
}

function dot(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}
