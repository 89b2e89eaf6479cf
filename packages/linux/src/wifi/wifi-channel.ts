/** Returns the number of the channel at a frequency in MHz, in the bands of 2.4, 5 and 6 GHz; 0 for any other. */
export function channelOfFrequency(mhz: number): number {
  if (mhz === 2484) return 14;
  if (mhz === 5935) return 2;
  if (mhz >= 2412 && mhz <= 2472) return wholeNumber((mhz - 2407) / 5);
  if (mhz >= 5160 && mhz <= 5925) return wholeNumber((mhz - 5000) / 5);
  if (mhz >= 5955 && mhz <= 7115) return wholeNumber((mhz - 5950) / 5);
  return 0;
}

/** Returns the band that a channel number means, as both Wi-Fi services understand it. The numbers of 6 GHz mean those of the other bands. */
export function bandOfChannel(channel: number): '2.4GHz' | '5GHz' {
  return channel <= 14 ? '2.4GHz' : '5GHz';
}

function wholeNumber(channel: number): number {
  return Number.isInteger(channel) ? channel : 0;
}
