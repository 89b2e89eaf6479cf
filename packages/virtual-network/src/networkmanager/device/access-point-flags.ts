import type { Security } from '../../air/access-point.ts';
import { hasSetting, type ProfileSettings, settingNames, textOf } from '../settings/profile-settings.ts';

/** What an access point says of its protection: `Flags`, `WpaFlags`, `RsnFlags`. */
export interface ProtectionFlags {
  readonly flags: number;
  readonly wpa: number;
  readonly rsn: number;
}

const privacy = 0x1;
const pairTkip = 0x4;
const pairCcmp = 0x8;
const groupTkip = 0x40;
const groupCcmp = 0x80;
const psk = 0x100;
const eap = 0x200;
const sae = 0x400;
const owe = 0x800;
const ccmp = pairCcmp | groupCcmp;
const anyCipher = ccmp | pairTkip | groupTkip;

const tables: Readonly<Record<Security, ProtectionFlags>> = {
  open: { flags: 0, wpa: 0, rsn: 0 },
  wep: { flags: privacy, wpa: 0, rsn: 0 },
  wpa: { flags: privacy, wpa: pairTkip | groupTkip | psk, rsn: 0 },
  wpa2: { flags: privacy, wpa: 0, rsn: ccmp | psk },
  'wpa-wpa2': { flags: privacy, wpa: pairTkip | groupTkip | psk, rsn: pairCcmp | groupTkip | psk },
  'wpa2-wpa3': { flags: privacy, wpa: 0, rsn: ccmp | psk | sae },
  wpa3: { flags: privacy, wpa: 0, rsn: ccmp | sae },
  owe: { flags: privacy, wpa: 0, rsn: ccmp | owe },
  enterprise: { flags: privacy, wpa: 0, rsn: ccmp | eap },
};

/** Returns the flags of an access point that is protected so. */
export function flagsOfSecurity(security: Security): ProtectionFlags {
  return tables[security];
}

/** Returns the flags that an access point has which a profile opens, or would join unheard. */
export function flagsOfProfile(settings: ProfileSettings): ProtectionFlags {
  switch (keyManagementOf(settings)) {
    case 'none':
      return tables.wep;
    case 'wpa-psk':
      return { flags: privacy, wpa: anyCipher | psk, rsn: anyCipher | psk };
    case 'sae':
      return tables.wpa3;
    case 'owe':
      return tables.owe;
    case 'wpa-eap':
      return tables.enterprise;
    default:
      return tables.open;
  }
}

/** Returns how a profile protects itself; undefined: not at all. */
export function keyManagementOf(settings: ProfileSettings): string | undefined {
  if (!hasSetting(settings, settingNames.security)) return undefined;
  return textOf(settings, settingNames.security, 'key-mgmt') ?? '';
}

/** Whether a profile can join an access point with these flags. */
export function fitsProtection(settings: ProfileSettings, { flags, wpa, rsn }: ProtectionFlags): boolean {
  const both = wpa | rsn;
  switch (keyManagementOf(settings)) {
    case undefined:
      return (flags & privacy) === 0 && both === 0;
    case 'none':
      return (flags & privacy) !== 0 && both === 0;
    case 'wpa-psk':
      return (both & psk) !== 0;
    case 'sae':
      return (both & sae) !== 0;
    case 'owe':
      return (both & owe) !== 0;
    case 'wpa-eap':
      return (both & eap) !== 0;
    default:
      return false;
  }
}

/** Returns the key management that a profile gets for an access point where it says none. */
export function keyManagementFor({ flags, wpa, rsn }: ProtectionFlags, said: string | undefined): string | undefined {
  const both = wpa | rsn;
  if ((flags & privacy) === 0 && both === 0) return undefined;
  if (both === 0) return said === 'ieee8021x' ? said : 'none';
  if ((both & psk) !== 0 && (rsn & sae) !== 0) return said === 'sae' ? 'sae' : 'wpa-psk';
  if (said === 'sae' || (rsn & sae) !== 0) return 'sae';
  if (said === 'owe' || (rsn & owe) !== 0) return 'owe';
  if (said === 'wpa-psk' || (both & psk) !== 0) return 'wpa-psk';
  return undefined;
}
