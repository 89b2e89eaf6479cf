import { failureOf } from '@esp-prov/testing';
import { describe, expect, it } from 'vitest';
import { parseSubnet } from '../../src/softap/subnet.ts';

describe('parseSubnet', () => {
  it.each([
    ['192.168.4.1/24', '255.255.255.0', '192.168.4.2', '192.168.4.101'],
    ['10.0.200.1/16', '255.255.0.0', '10.0.200.2', '10.0.200.101'],
    ['192.168.4.254/24', '255.255.255.0', '192.168.4.154', '192.168.4.253'],
    ['192.168.4.200/24', '255.255.255.0', '192.168.4.201', '192.168.4.254'],
    ['192.168.4.9/29', '255.255.255.248', '192.168.4.10', '192.168.4.14'],
  ])('%s: addresses for clients beside that of the board', (text, netmask, first, last) => {
    expect(parseSubnet(text)).toEqual({ address: text.split('/')[0], netmask, first, last });
  });

  it.each([
    '192.168.4.1',
    '192.168.4.0/24',
    '192.168.4.255/24',
    '192.168.4.256/24',
    '192.168.4.1/30',
    '192.168.4.1/8',
    '192.168.4.1/24 --port=0',
    'fe80::1/64',
    '',
  ])('refuses “%s”', (text) => {
    expect(failureOf(() => parseSubnet(text)).code).toBe('usage/invalid-option');
  });
});
