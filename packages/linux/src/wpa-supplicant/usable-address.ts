/** Label that marks an address of an access point of ours; interface names have 15 characters at most, labels too. */
export function hotspotLabel(interfaceName: string): string | undefined {
  const label = `${interfaceName}:esp`;
  return label.length <= 15 ? label : undefined;
}

/** Returns the IPv4 addresses with which an interface is in a network: not those that it gave itself, nor those of an access point of ours. */
export function usableAddresses(
  all: Readonly<Record<string, readonly string[]>>,
  interfaceName: string,
): readonly string[] {
  return Object.entries(all)
    .filter(([name]) => name === interfaceName || name.startsWith(`${interfaceName}:`))
    .filter(([name]) => name !== hotspotLabel(interfaceName))
    .flatMap(([, addresses]) => addresses)
    .filter((address) => !address.startsWith('169.254.'));
}
