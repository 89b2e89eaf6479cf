import type { PhoneTraits } from './phone.ts';

/** A phone by the name of its system. */
export type PhoneModel = (random: PhoneTraits['random'], more?: Partial<PhoneTraits>) => PhoneTraits;

/** Espressif's Android library: long exponents, Java's integers, an unproven device is only logged. */
export const android: PhoneModel = (random, more) => ({
  random,
  privateLength: 384,
  bigIntegers: true,
  provesDevice: false,
  knowsPatch: true,
  checksSet: true,
  firstPollMs: 2000,
  // The larger strength, with the kind of sign-in of whichever was found first.
  merge: (list, { ssid, rssi, auth }) => {
    const known = list.get(ssid);
    list.set(ssid, known ? { ...known, rssi: Math.max(known.rssi, rssi) } : { ssid, rssi, auth });
  },
  ...more,
});

/** Espressif's iOS library: bytes as they came, the answer to Set unread, a poll at once. */
export const ios: PhoneModel = (random, more) => ({
  random,
  privateLength: 32,
  bigIntegers: false,
  provesDevice: true,
  knowsPatch: true,
  checksSet: false,
  firstPollMs: 0,
  // By mistake the weaker of two access points stays.
  merge: (list, network) => {
    const known = list.get(network.ssid);
    if (!known || network.rssi < known.rssi) list.set(network.ssid, network);
  },
  ...more,
});
