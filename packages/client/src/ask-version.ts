import type { Clock, VersionInfo } from '@esp-prov/protocol';
import type { Link } from './link.ts';
import { readVersion, type VersionOptions } from './negotiate.ts';
import { whileHungUp } from './taken-session.ts';

/** What the device at the other end of a link says of itself; asked again where the link is lost or another client is in the way. */
export async function askVersion(
  link: Link,
  { clock, signal, protocolVersion }: VersionOptions & { readonly clock: Clock },
): Promise<VersionInfo> {
  return await link.within('its version', { signal }, (limited) =>
    link.repeat((transport) => {
      const read = () => readVersion(transport, { ...limited, protocolVersion });
      return whileHungUp(read, { clock, kind: transport.kind, ...limited });
    }, limited),
  );
}
