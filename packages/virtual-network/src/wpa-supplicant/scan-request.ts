import type { Variant } from '@esp-prov/dbus';
import { wpaErrors } from './wpa-error.ts';

/** What a scan looks for. */
export interface ScanRequest {
  readonly active: boolean;
  /** Names that it asks for. */
  readonly ssids: readonly Uint8Array[];
  /** Frequencies that it visits; undefined: all. */
  readonly frequencies: readonly number[] | undefined;
  /** Whether its results may lead to a connection. */
  readonly allowsRoam: boolean;
}

/** Reads the argument of `Scan`. @throws DBusError as the real one refuses it */
export function readScanRequest(options: Readonly<Record<string, Variant>>): ScanRequest {
  const allowed: Readonly<Record<string, string>> = {
    Type: 's',
    SSIDs: 'aay',
    IEs: 'aay',
    Channels: 'a(uu)',
    AllowRoam: 'b',
  };
  for (const [name, { signature }] of Object.entries(options)) {
    if (allowed[name] !== signature) throw wpaErrors.invalidArgs();
  }
  const { Type, SSIDs, Channels, AllowRoam } = options;
  const type = Type?.value;
  const ssids = (SSIDs?.value ?? []) as readonly Uint8Array[];
  if (type !== 'active' && type !== 'passive') throw wpaErrors.invalidArgs();
  if (ssids.length > 16 || ssids.some(({ length }) => length > 32)) throw wpaErrors.invalidArgs();
  if (type === 'passive' && ssids.length > 0) throw wpaErrors.invalidArgs();
  const channels = Channels?.value as readonly (readonly [number, number])[] | undefined;
  return {
    active: type === 'active',
    ssids: ssids.filter(({ length }) => length > 0),
    frequencies: channels?.map(([frequency]) => frequency),
    allowsRoam: AllowRoam?.value !== false,
  };
}
