import { builtInEndpoints } from '@esp-prov/protocol';

const ofTheProtocol: ReadonlySet<string> = new Set(builtInEndpoints.map(({ name }) => name));

/** Returns the endpoints that a device has beside those of the protocol. */
export function ownEndpoints(endpoints: ReadonlySet<string> | undefined): string[] {
  return [...(endpoints ?? [])].filter((name) => !ofTheProtocol.has(name));
}
