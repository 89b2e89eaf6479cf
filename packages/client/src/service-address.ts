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
  const bracketed = /^\[([0-9a-fA-F:.%\w]+)\](?::(\d+))?$/.exec(bare);
  if (bracketed) return checked(text, bracketed[1], bracketed[2]);
  if ((bare.match(/:/g)?.length ?? 0) > 1) return checked(text, /^[0-9a-fA-F:.]+(%\w+)?$/.exec(bare)?.[0], undefined);
  const plain = /^([A-Za-z0-9._-]+)(?::(\d+))?$/.exec(bare);
  return checked(text, plain?.[1], plain?.[2]);
}

/** The address as it stands in a URL or a Host header; port 80 is left out there. */
export function formatServiceAddress({ host, port }: ServiceAddress): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return port === 80 ? name : `${name}:${port}`;
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
