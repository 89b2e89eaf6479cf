import type { HeardNetwork } from '@esp-prov/device';

/** The channel where no network is heard: in the middle of those that are allowed everywhere. */
const defaultChannel = 6;

/** Channels of 2.4 GHz on which access points are allowed everywhere. */
const lastChannel = 11;

/**
 * Returns the channel for an access point: that of the strongest network in 2.4 GHz, which is likely the one to join, so that
 * a radio with one channel can be both at once.
 */
export function accessPointChannel(networks: readonly HeardNetwork[]): number {
  let strongest: HeardNetwork | undefined;
  for (const network of networks) {
    if (network.channel < 1 || network.channel > lastChannel) continue;
    if (!strongest || network.rssi > strongest.rssi) strongest = network;
  }
  return strongest?.channel ?? defaultChannel;
}
