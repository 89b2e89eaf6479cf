import { networkInterfaces } from 'node:os';

/** Returns the IPv4 address of an interface, else of any other that is not of this machine alone. */
export function interfaceAddress(interfaceName: string): string | undefined {
  const all = networkInterfaces();
  const own = ipv4Of(all[interfaceName]);
  return (
    own ??
    Object.values(all)
      .map(ipv4Of)
      .find((address) => address !== undefined)
  );
}

function ipv4Of(addresses: ReturnType<typeof networkInterfaces>[string]): string | undefined {
  return addresses?.find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
}
