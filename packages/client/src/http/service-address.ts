import { ProvisioningError } from '@esp-prov/protocol';

/** Where a provisioning service listens. */
export interface ServiceAddress {
  /** Host name or address, IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
}

/** Address of a device's own access point. */
export const softApAddress: ServiceAddress = { host: '192.168.4.1', port: 80 };

/**
 * Reads `host`, `host:port`, `[IPv6]:port` or a bare IPv6 address; `http://` in front and `/` behind are allowed.
 *
 * @throws ProvisioningError `link/address-invalid`
 */
export function parseServiceAddress(text: string): ServiceAddress {
  const bare = text
    .trim()
    .replace(/^http:\/\//i, '')
    .replace(/\/$/, '');
  const bracketed = /^\[([^[\]]+)\](?::(\d+))?$/.exec(bare);
  if (bracketed) {
    // In a URL the sign in front of a zone is written %25. RFC 6874
    const host = (bracketed[1] as string).replace('%25', '%');
    return checked(text, isIp6(host) ? host : undefined, bracketed[2]);
  }
  if ((bare.match(/:/g)?.length ?? 0) > 1) return checked(text, isIp6(bare) ? bare : undefined, undefined);
  const plain = /^([A-Za-z0-9._-]+)(?::(\d+))?$/.exec(bare);
  return checked(text, plain?.[1], plain?.[2]);
}

/** Returns the address as people write it, so that it can be read again; port 80 is left out. */
export function formatServiceAddress({ host, port }: ServiceAddress): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return port === 80 ? name : `${name}:${port}`;
}

/** Returns the address as it stands in a Host header, without a zone: that means something on this machine alone. RFC 6874 */
export function hostHeader({ host, port }: ServiceAddress): string {
  return formatServiceAddress({ host: host.split('%', 1)[0] as string, port });
}

/** Eight groups of four digits, or fewer with one `::`; the last two may be an IPv4 address, a zone may follow. */
function isIp6(text: string): boolean {
  const address = text.replace(/%[\w.~-]{1,64}$/, '').replace(/\d{1,3}(\.\d{1,3}){3}$/, '0:0');
  const halves = address.split('::');
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const counted = halves.length === 2 ? groups.length <= 7 : halves.length === 1 && groups.length === 8;
  return counted && groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group));
}

function checked(text: string, host: string | undefined, portText = '80'): ServiceAddress {
  const port = Number(portText);
  if (host === undefined || port < 1 || port > 65535) {
    throw new ProvisioningError('link/address-invalid', `“${text}” is not an address of a service`, {
      details: { address: text },
    });
  }
  return { host, port };
}
