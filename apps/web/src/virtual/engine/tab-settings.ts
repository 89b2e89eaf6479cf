import type { SecurityVersion } from '@esp-prov/protocol';
import { type Chip, chips, type ReleaseProfile, releaseProfiles } from '@esp-prov/virtual';
import { type TabTransport, tabTransports } from './tab-link.ts';

/** What the device in the page is. */
export interface TabSettings {
  /** Name of the chip. */
  readonly chip: string;
  /** Name of the release profile. */
  readonly profile: string;
  readonly transport: TabTransport;
  readonly securityVersion: SecurityVersion;
  /** Without the waits of firmware and radio. */
  readonly fast: boolean;
}

/** What may be chosen beside the other settings. */
export interface TabChoices {
  readonly chips: readonly string[];
  readonly profiles: readonly string[];
  readonly transports: readonly TabTransport[];
  readonly securityVersions: readonly SecurityVersion[];
}

/** The newest release that the project knows, over Bluetooth. */
const first: TabSettings = {
  chip: 'esp32',
  profile: 'netprov-1.4',
  transport: 'ble',
  securityVersion: 2,
  fast: false,
};

/** Chips that can be put on Wi-Fi. */
const wifiChips: readonly Chip[] = chips.filter(({ hasWifi }) => hasWifi);

/** Returns the profile of a name. @throws RangeError for a name that no profile has */
export function profileOf(name: string): ReleaseProfile {
  const profile = releaseProfiles.find((each) => each.name === name);
  if (!profile) throw new RangeError(`no release profile “${name}”. Expected a name such as ${first.profile}`);
  return profile;
}

/**
 * Returns the settings with some of them changed. Where others do not go with what was changed, they give way: a chip
 * without Bluetooth is reached over SoftAP, and a release without the scheme has its own.
 */
export function settle(changes: Partial<TabSettings>, before: TabSettings = first): TabSettings {
  const wanted = { ...before, ...changes };
  const profile = profileOf(wanted.profile);
  const { transports, chips: known } = tabChoices(wanted);
  if (!known.includes(wanted.chip))
    throw new RangeError(`no chip “${wanted.chip}”. Expected a name such as ${first.chip}`);
  const transport = transports.includes(wanted.transport) ? wanted.transport : 'softap';
  const schemes = schemesOf(profile, transport);
  const own = schemes.includes(profile.securityVersion) ? profile.securityVersion : Math.max(...schemes);
  const securityVersion = schemes.includes(wanted.securityVersion) ? wanted.securityVersion : (own as SecurityVersion);
  return { ...wanted, transport, securityVersion };
}

/** Returns what may be chosen beside these settings. */
export function tabChoices({ chip, profile, transport }: TabSettings): TabChoices {
  const { hasBluetooth = true } = chips.find(({ name }) => name === chip) ?? {};
  return {
    chips: wifiChips.map(({ name }) => name),
    profiles: releaseProfiles.map(({ name }) => name),
    transports: tabTransports.filter((each) => hasBluetooth || each !== 'ble'),
    securityVersions: schemesOf(profileOf(profile), transport),
  };
}

/** The handshake of security 2 does not fit into a line of the console. */
function schemesOf({ schemes }: ReleaseProfile, transport: TabTransport): readonly SecurityVersion[] {
  return transport === 'console' ? schemes.filter((scheme) => scheme !== 2) : schemes;
}
