import type { VersionInfo } from '@esp-prov/protocol';
import { readVersion, type VersionOptions } from './choose-security.ts';
import type { RenewableTransport } from './renewable-transport.ts';

/** What the device at the other end of a link says of itself; asked again where the link is lost. */
export async function askVersion(
  link: RenewableTransport,
  { signal, protocolVersion }: VersionOptions,
): Promise<VersionInfo> {
  const { clock } = link;
  return await link.within('its version', { signal }, (limited) =>
    link.repeat((transport) => readVersion(transport, { ...limited, clock, protocolVersion }), limited),
  );
}
