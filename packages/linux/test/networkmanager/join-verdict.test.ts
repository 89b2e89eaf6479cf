import { describe, expect, test } from 'vitest';
import { type JoinEnd, type JoinVerdict, judgeJoin } from '../../src/networkmanager/join-verdict.ts';

const end = (facts: Partial<JoinEnd>): JoinEnd => ({
  version: '1.42.4',
  heard: true,
  protected: true,
  sae: false,
  tries: 1,
  ...facts,
});

describe('a join that NetworkManager has ended', () => {
  test.each<[Partial<JoinEnd>, JoinVerdict, why: string]>([
    // A wrong passphrase: 50 -> 60 (8), 60 -> 120 (7). Seen with 1.42.4.
    [{ deviceReason: 7, activeReason: 9 }, 'again', 'the first refusal may be a router that starts'],
    [{ deviceReason: 7, activeReason: 9, tries: 2 }, 'auth-error', 'the second is not'],
    [{ deviceReason: 7, heard: false, tries: 2 }, 'auth-error', 'who refuses is there'],
    [{ deviceReason: 7, protected: false, tries: 2 }, 'connecting', 'an open network has no passphrase'],
    [{ deviceReason: 8 }, 'again', 'supplicant disconnected'],
    [{ deviceReason: 8, tries: 2 }, 'auth-error', 'supplicant disconnected twice'],
    [{ deviceReason: 9, tries: 2 }, 'auth-error', 'supplicant configuration failed'],
    [{ deviceReason: 10, tries: 2 }, 'auth-error', 'supplicant failed'],
    [{ deviceReason: 11, tries: 2 }, 'auth-error', 'supplicant timeout'],
    [{ deviceReason: 8, heard: false }, 'not-found', 'supplicant disconnected, network gone'],
    [{ deviceReason: 9, heard: false }, 'not-found', 'supplicant configuration failed, network gone'],
    [{ deviceReason: 10, heard: false }, 'not-found', 'supplicant failed, network gone'],
    [{ deviceReason: 11, heard: false }, 'not-found', 'supplicant timeout, network gone'],
    [{ deviceReason: 11, protected: false, tries: 2 }, 'connecting', 'an open network that is slow'],
    [{ deviceReason: 53, heard: false }, 'not-found', 'SSID not found'],
    [{ deviceReason: 53 }, 'not-found', 'SSID not found, came back meanwhile'],
    [{ deviceReason: 5, activeReason: 5 }, 'connecting', 'no address'],
    [{ deviceReason: 6 }, 'connecting', 'address expired'],
    [{ deviceReason: 15 }, 'connecting', 'DHCP start failed'],
    [{ deviceReason: 16 }, 'connecting', 'DHCP error'],
    [{ deviceReason: 17, tries: 9 }, 'connecting', 'DHCP failed, however often'],
    [{ deviceReason: 36, activeReason: 14 }, 'interrupted', 'interface pulled out'],
    [{ deviceReason: 37 }, 'interrupted', 'sleep'],
    [{ deviceReason: 38 }, 'interrupted', 'profile deleted'],
    [{ deviceReason: 39, activeReason: 2 }, 'interrupted', 'the user disconnected'],
    [{ deviceReason: 60 }, 'interrupted', 'another profile was activated'],
    [{ activeReason: 9, tries: 2 }, 'auth-error', 'no device reason heard: no secrets'],
    [{ activeReason: 10, tries: 2 }, 'auth-error', 'login failed'],
    [{ activeReason: 6, heard: false }, 'not-found', 'connect timeout'],
    [{ activeReason: 6, tries: 2 }, 'auth-error', 'connect timeout, network there'],
    [{ activeReason: 4 }, 'interrupted', 'service stopped'],
    [{ activeReason: 5 }, 'connecting', 'address invalid'],
    [{}, 'connecting', 'no reason heard at all'],
    [{ deviceReason: 4_000_000_000 }, 'connecting', 'a reason of another world'],
    [{ deviceReason: 0, activeReason: 9, tries: 2 }, 'auth-error', 'a device reason that says nothing'],
  ])('%j is %s: %s', (facts, verdict, _why) => {
    expect(judgeJoin(end(facts))).toBe(verdict);
  });

  test.each([
    ['1.42.4', true, 1, 'auth-error'],
    ['1.56.1', true, 1, 'auth-error'],
    ['', true, 1, 'auth-error'],
    ['1.58.0', true, 1, 'again'],
    ['1.58-rc1', true, 1, 'again'],
    ['2.0', true, 1, 'again'],
    ['1.58.0', true, 2, 'auth-error'],
    ['1.42.4', false, 1, 'not-found'],
    ['1.58.0', false, 2, 'not-found'],
  ])('with version %s, a missing SSID after SAE, heard %s, try %i, is %s', (version, heard, tries, verdict) => {
    expect(judgeJoin(end({ version, heard, tries, sae: true, deviceReason: 53 }))).toBe(verdict);
  });

  test('since 1.58 a wrong passphrase of WPA3 ends as one of WPA2 does', () => {
    expect(judgeJoin(end({ version: '1.58.0', sae: true, deviceReason: 7 }))).toBe('again');
    expect(judgeJoin(end({ version: '1.58.0', sae: true, deviceReason: 7, tries: 2 }))).toBe('auth-error');
  });
});
