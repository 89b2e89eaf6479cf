import type { AirNetwork, AirSecurity } from '../engine/air-edit.ts';
import type { AirPreset } from '../engine/air-presets.ts';
import type { DeviceWords } from '../words/device-words.ts';

/** What a network does, in the order of the list. */
export const joinOrder: readonly AirNetwork['join'][] = [
  'ok',
  'refuse-password',
  'too-weak',
  'vanish',
  'no-address',
  'refuse',
];

/** Words of what a network does. */
export const joinWord: Readonly<Record<AirNetwork['join'], keyof DeviceWords>> = {
  ok: 'joinOk',
  'refuse-password': 'joinRefusePassword',
  'too-weak': 'joinTooWeak',
  vanish: 'joinVanish',
  'no-address': 'joinNoAddress',
  refuse: 'joinRefuse',
};

/** Words of how a network is protected. */
export const authWord: Readonly<Record<AirSecurity, keyof DeviceWords>> = {
  Open: 'authOpen',
  WEP: 'authWep',
  WPA2_PSK: 'authWpa2',
  WPA2_WPA3_PSK: 'authMixed',
  WPA3_PSK: 'authWpa3',
  WPA2_ENTERPRISE: 'authEnterprise',
};

/** Words of what can go wrong. */
export const presetWord: Readonly<Record<AirPreset, keyof DeviceWords>> = {
  'wrong-password': 'presetWrongPassword',
  'weak-signal': 'presetWeakSignal',
  vanishes: 'presetVanishes',
  'no-address': 'presetNoAddress',
  enterprise: 'presetEnterprise',
};
