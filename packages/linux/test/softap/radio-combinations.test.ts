import { describe, expect, it } from 'vitest';
import { parseCombinations } from '../../src/softap/radio-combinations.ts';
import { radios } from '../support/radios.ts';

describe('parseCombinations', () => {
  it.each([
    ['brcmfmac of a Raspberry Pi 3', radios.raspberryPi3, { channels: 1 }],
    ['brcmfmac of a Raspberry Pi 5', radios.raspberryPi5, { channels: 1 }],
    ['ath9k', radios.ath9k, { channels: 1 }],
    ['iwlwifi', radios.iwlwifi, { channels: 1 }],
    ['iwlwifi, older', radios.oldIwlwifi, { channels: 2 }],
    ['mac80211_hwsim', radios.hwsim, { channels: 1 }],
    ['qcacld', radios.qcacld, { channels: 2 }],
    ['carl9170, both out of one group', radios.carl9170, { channels: 1 }],
    ['a radio where both are out of one group of one', radios.sunxi, undefined],
    ['one where only P2P goes beside a station', radios.onlyP2p, undefined],
    ['rtl8xxxu', radios.rtl8xxxu, undefined],
  ])('%s', (_, output, atOnce) => {
    expect(parseCombinations(output)).toEqual(atOnce);
  });

  it('takes nothing for an answer that is none', () => {
    for (const output of [
      '',
      'command failed: No such device (-19)',
      'valid interface combinations:',
      'valid interface combinations:\n * <failed to parse>',
    ]) {
      expect(parseCombinations(output)).toBeUndefined();
    }
    expect(
      parseCombinations(
        `valid interface combinations:\n\t\t * #{ AP } <= 1, #{ managed } <= 1, total <= 1, #channels <= 1`,
      ),
    ).toBeUndefined();
    expect(
      parseCombinations(
        `valid interface combinations:\n\t\t * #{ AP } <= 0, #{ managed } <= 1, total <= 2, #channels <= 1`,
      ),
    ).toBeUndefined();
  });

  it('reads no more than a radio tells', () => {
    const endless = `valid interface combinations:\n${'\t\t * #{ managed } <= 1, #{ AP } <= 1,\n'.repeat(100_000)}`;
    expect(parseCombinations(endless)).toBeUndefined();
    expect(
      parseCombinations(`valid interface combinations:\n\t\t * ${'#{ managed, '.repeat(100_000)}`),
    ).toBeUndefined();
  });
});
