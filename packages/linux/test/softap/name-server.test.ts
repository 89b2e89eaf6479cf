import { failureOf } from '@esp-prov/testing';
import { expect, it } from 'vitest';
import { nameServerArguments, requireNameServer, startNameServer } from '../../src/softap/name-server.ts';
import { FakePrograms } from '../support/fake-programs.ts';

const where = { interfaceName: 'wlan0', address: '192.168.4.1/24' };

it('a name server reads nothing of the system and asks nobody', () => {
  const given = nameServerArguments(where);
  expect(given).toEqual(expect.arrayContaining(['--conf-file=/dev/null', '--no-resolv', '--no-hosts', '--no-poll']));
  expect(given).toEqual(expect.arrayContaining(['--interface=wlan0', '--except-interface=lo', '--bind-interfaces']));
  expect(given).toContain('--dhcp-range=192.168.4.2,192.168.4.101,255.255.255.0,1h');
  expect(given).toContain('--address=/#/192.168.4.1');
});

it('what it prints goes into the log, made harmless', async () => {
  const lines: string[] = [];
  const programs = new FakePrograms({ dnsmasq: () => 'Dnsmasq version 2.90' });
  await requireNameServer(programs);
  await startNameServer({ ...where, programs, log: (level, tag, text) => void lines.push(`${level} ${tag} ${text}`) });
  programs.guarded[0]?.guard.onLine?.('DHCPACK(wlan0) 192.168.4.2 evil\u001b[2J');
  expect(lines).toEqual(['debug dnsmasq DHCPACK(wlan0) 192.168.4.2 evil\u{fffd}[2J']);
  expect(programs.guarded[0]?.guard.ready?.test('dnsmasq: started, version 2.90 cache disabled')).toBe(true);
});

it('where there is none, its package is named', async () => {
  const error = await failureOf(requireNameServer(new FakePrograms()));
  expect(error.message).toBe('the program dnsmasq is not installed: install the package dnsmasq-base');
});
