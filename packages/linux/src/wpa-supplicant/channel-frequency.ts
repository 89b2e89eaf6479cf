/** Returns the frequency of a channel in MHz: 1 to 14 at 2.4 GHz, higher ones at 5 GHz. */
export function frequencyOfChannel(channel: number): number {
  if (channel === 14) return 2484;
  return channel < 14 ? 2407 + 5 * channel : 5000 + 5 * channel;
}
