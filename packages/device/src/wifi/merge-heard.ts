import type { HeardNetwork } from './wifi-driver.ts';

/**
 * Returns the list of scan results after another channel, strongest first. Where it would become too long, it gives up
 * its weakest networks; or, as the firmware does, its last ones before anything is compared, as many as the channel
 * brings, so that weak networks of a late channel push out stronger ones of earlier channels. esp-idf:
 * update_wifi_scan_results in wifi_provisioning/src/manager.c
 *
 * @param before - what was found so far, strongest first
 * @param heard - what the channel brings, strongest first, at most `maxEntries`
 */
export function mergeHeard(
  before: readonly HeardNetwork[],
  heard: readonly HeardNetwork[],
  { maxEntries, keepsStrongest }: { readonly maxEntries: number; readonly keepsStrongest: boolean },
): HeardNetwork[] {
  // Of equally strong ones the earlier come first, in the firmware the later.
  const all = keepsStrongest ? [...before, ...heard] : [...heard, ...before.slice(0, maxEntries - heard.length)];
  return all.sort((a, b) => b.rssi - a.rssi).slice(0, maxEntries);
}
