import { failureOf } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { targetAddress } from '../../../src/commands/web/target-address.ts';

const resolvesTo = (...addresses: string[]) => ({ resolve: async () => addresses });

describe('the helper reaches', () => {
  test.each([
    ['192.168.4.1', '192.168.4.1'],
    ['10.1.2.3:8080', '10.1.2.3'],
    ['172.16.0.1', '172.16.0.1'],
    ['172.31.255.255', '172.31.255.255'],
    ['169.254.7.7', '169.254.7.7'],
    ['[fd12:3456::1]:80', 'fd12:3456::1'],
    ['[fe80::1%25eth0]', 'fe80::1%eth0'],
    ['[::ffff:192.168.4.1]', '::ffff:192.168.4.1'],
  ])('%s', async (text, host) => {
    expect((await targetAddress(text)).host).toBe(host);
  });

  test('a name by the address that was checked, IPv4 before IPv6', async () => {
    expect(await targetAddress('lamp.local:81', resolvesTo('fe80::1', '192.168.1.9'))).toEqual({
      host: '192.168.1.9',
      port: 81,
    });
  });

  test('this machine where the user has named exactly that', async () => {
    const named = { host: '127.0.0.1', port: 8080 };
    expect(await targetAddress('127.0.0.1:8080', { named })).toEqual(named);
    expect(await failureOf(targetAddress('127.0.0.1:8081', { named }))).toMatchObject({
      code: 'helper/target-refused',
    });
    const local = { host: 'localhost', port: 8080 };
    expect(await targetAddress('localhost:8080', { named: local, ...resolvesTo('::1', '127.0.0.1') })).toEqual(named);
  });
});

describe('the helper refuses', () => {
  test.each([
    '8.8.8.8',
    '1.1.1.1:80',
    '0.0.0.0',
    '127.0.0.1',
    '127.9.9.9:8080',
    '172.32.0.1',
    '172.15.255.255',
    '192.169.0.1',
    '100.64.0.1',
    '224.0.0.251',
    '255.255.255.255',
    '[::]',
    '[::1]',
    '[2001:db8::1]',
    '[::ffff:8.8.8.8]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    '[fec0::1]',
    '[ff02::1]',
  ])('%s', async (text) => {
    expect(await failureOf(targetAddress(text))).toMatchObject({ code: 'helper/target-refused' });
  });

  // Systems take all of these for addresses; as names they would be asked for.
  test.each([
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '127.1',
    '0177.0.0.1',
    '017700000001',
    '192.168.1',
    'a.0x10',
    '1.2.3.4.',
  ])('%s, a number that systems read as an address', async (text) => {
    const resolve = async () => ['192.168.4.1'];
    expect(await failureOf(targetAddress(text, { resolve }))).toMatchObject({ code: 'link/address-invalid' });
  });

  test.each([
    'http://user@192.168.4.1',
    '192.168.4.1@8.8.8.8',
    '192.168.4.1/../',
    '192.168.4.1:80:80',
    '192.168.4.1:0',
    '192.168.4.1:99999',
    'https://192.168.4.1',
    '192.168.4.1\r\nHost: evil',
    '',
  ])('%j, which is no address', async (text) => {
    expect(await failureOf(targetAddress(text))).toMatchObject({ code: 'link/address-invalid' });
  });

  test('a name that leads elsewhere, to this machine, or nowhere', async () => {
    const refused = { code: 'helper/target-refused' };
    expect(await failureOf(targetAddress('evil.example', resolvesTo('93.184.216.34')))).toMatchObject(refused);
    expect(await failureOf(targetAddress('localhost', resolvesTo('127.0.0.1', '::1')))).toMatchObject(refused);
    expect(await failureOf(targetAddress('mapped.example', resolvesTo('::ffff:127.0.0.1')))).toMatchObject(refused);
    const failing = { resolve: async () => await Promise.reject(new Error('ENOTFOUND')) };
    expect(await failureOf(targetAddress('nobody.example', failing))).toMatchObject({ code: 'link/unreachable' });
  });

  test('to ask twice for a name: what was checked is what is connected to', async () => {
    const answers = [['192.168.4.1'], ['93.184.216.34']];
    const resolve = async () => answers.shift() ?? [];
    expect((await targetAddress('rebinding.example', { resolve })).host).toBe('192.168.4.1');
    expect(answers).toHaveLength(1);
  });
});
