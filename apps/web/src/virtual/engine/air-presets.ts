import type { VirtualAccessPoint } from '@esp-prov/virtual';
import { type AirNetwork, airNetwork, changeNetwork } from './air-edit.ts';
import { townAir } from './town-air.ts';

/** What can go wrong with the first network at one press. */
export const airPresets = ['wrong-password', 'weak-signal', 'vanishes', 'no-address', 'enterprise'] as const;

/** One of {@link airPresets}. */
export type AirPreset = (typeof airPresets)[number];

const changes: Readonly<Record<AirPreset, Partial<AirNetwork>>> = {
  'wrong-password': { join: 'refuse-password' },
  'weak-signal': { join: 'too-weak', rssi: -89 },
  vanishes: { join: 'vanish' },
  'no-address': { join: 'no-address' },
  enterprise: { auth: 'WPA2_ENTERPRISE' },
};

/** Returns the preset that the first network is in; undefined where it lets devices in, or does something of its own. */
export function activePreset(points: readonly VirtualAccessPoint[]): AirPreset | undefined {
  const [first] = points;
  if (!first) return undefined;
  const network = airNetwork(first);
  return airPresets.find((preset) => (preset === 'enterprise' ? network.auth : network.join) === mark(preset));
}

/** Returns the air in which the first network does this; undefined: it lets devices in. */
export function withPreset(
  points: readonly VirtualAccessPoint[],
  preset: AirPreset | undefined,
): readonly VirtualAccessPoint[] {
  const [first] = points;
  if (!first) return points;
  const { auth } = airNetwork(first);
  const [home] = townAir;
  const well = airNetwork(home as VirtualAccessPoint);
  // Every preset begins from a network that works, so that two of them do not add up.
  const plain: Partial<AirNetwork> = {
    join: 'ok',
    ...(auth === 'WPA2_ENTERPRISE' ? { auth: well.auth } : {}),
    ...(airNetwork(first).join === 'too-weak' ? { rssi: well.rssi } : {}),
  };
  return changeNetwork(points, first.bssid, { ...plain, ...(preset && changes[preset]) });
}

function mark(preset: AirPreset): string | undefined {
  return preset === 'enterprise' ? changes[preset].auth : changes[preset].join;
}
