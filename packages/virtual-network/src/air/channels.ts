/** Returns the frequency of a channel in MHz: 1 to 14 at 2.4 GHz, higher ones at 5 GHz. */
export function frequencyOf(channel: number): number {
  if (channel === 14) return 2484;
  return channel < 14 ? 2407 + 5 * channel : 5000 + 5 * channel;
}

/** Returns the channel of a frequency in MHz, 0 where it is on none. */
export function channelOf(frequency: number): number {
  if (frequency === 2484) return 14;
  if (frequency > 2407 && frequency < 2484) return (frequency - 2407) / 5;
  return frequency > 5000 && frequency < 5900 ? (frequency - 5000) / 5 : 0;
}
