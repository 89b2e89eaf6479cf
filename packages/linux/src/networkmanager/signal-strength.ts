/** Signals in dBm that NetworkManager calls 100 and 0 percent; stronger and weaker ones get the same numbers. */
const strongest = -40;
const weakest = -100;

/**
 * Returns the dBm that NetworkManager has made `percent` of: 100 - trunc(100 × distance from -40 dBm / 60), which has one
 * inverse in whole dBm. At 100 the signal is at least -40, at 0 at most -100. NetworkManager 1.42 to 1.58:
 * nm_wifi_utils_level_to_quality
 */
export function dbmOfPercent(percent: number): number {
  const distance = Math.ceil((3 * (100 - percent)) / 5);
  return Math.min(strongest, Math.max(weakest, strongest - distance));
}
