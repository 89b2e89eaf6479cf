import { isProvisioningError } from '@esp-prov/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostHeader } from '../../src/http/service-address.ts';
import { formatServiceAddress, parseServiceAddress, softApAddress } from '../../src/index.ts';

const port = fc.integer({ min: 1, max: 65535 });
const ip4 = fc.ipV4();
const ip6 = fc.ipV6();
const name = fc.domain();

describe('an address', () => {
  test.each([
    ['192.168.4.1', '192.168.4.1', 80],
    ['192.168.4.1:80', '192.168.4.1', 80],
    ['http://192.168.4.1/', '192.168.4.1', 80],
    ['HTTP://esp.local:8080', 'esp.local', 8080],
    ['  my_device.local ', 'my_device.local', 80],
    ['[::1]:8080', '::1', 8080],
    ['[fe80::1%wlan0]', 'fe80::1%wlan0', 80],
    ['fe80::1%eth0', 'fe80::1%eth0', 80],
    ['::1', '::1', 80],
    ['fe80::1%br-lan', 'fe80::1%br-lan', 80],
    ['[fe80::1%eth0.10]:8080', 'fe80::1%eth0.10', 8080],
    ['http://[fe80::1%25lo]/', 'fe80::1%lo', 80],
    ['host:65535', 'host', 65535],
  ])('“%s” is read as the host %s and the port %i', (text, host, expected) => {
    expect(parseServiceAddress(text)).toEqual({ host, port: expected });
  });

  test.each([
    '',
    ' ',
    'host:',
    'host:0',
    'host:65536',
    'host:-1',
    'host:8o',
    ':80',
    '[::1',
    'fe80::1%',
    'fe80::1%a b',
    '[fe80::1%25]',
    '[fe80::1%a/b]',
    'host%zone',
    '::1]:80',
    '[::1]80',
    '[]:80',
    'https://host',
    'http://host/path',
    'host/path',
    'user@host',
    'two words',
    'ho?st',
    'http://',
  ])('“%s” is refused', (text) => {
    expect(codeOf(text)).toBe('link/address-invalid');
  });

  test('with or without a scheme and a slash means the same, for any host and port', () => {
    fc.assert(
      fc.property(fc.oneof(ip4, name), port, (host, number) => {
        for (const text of [`${host}:${number}`, `http://${host}:${number}`, `http://${host}:${number}/`]) {
          expect(parseServiceAddress(text)).toEqual({ host, port: number });
        }
      }),
    );
  });

  test('of IPv6 may stand bare, or in brackets with a port', () => {
    fc.assert(
      fc.property(ip6, port, (host, number) => {
        expect(parseServiceAddress(host)).toEqual({ host, port: 80 });
        expect(parseServiceAddress(`[${host}]:${number}`)).toEqual({ host, port: number });
      }),
    );
  });

  test('comes back from its printed form', () => {
    fc.assert(
      fc.property(fc.oneof(ip4, ip6, name), port, (host, number) => {
        const address = { host, port: number };
        expect(parseServiceAddress(formatServiceAddress(address))).toEqual(address);
      }),
    );
  });

  test('made of any text is read or refused by name, and what is read can be part of a URL', () => {
    const noise = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789abcf:.[]%/hpt-_ ') }));
    fc.assert(
      fc.property(noise, (text) => {
        const code = codeOf(text);
        expect([undefined, 'link/address-invalid']).toContain(code);
        if (code) return;
        const { host, port: number } = parseServiceAddress(text);
        expect(number).toBeGreaterThanOrEqual(1);
        expect(number).toBeLessThanOrEqual(65535);
        expect(host).not.toMatch(/[\s/@?#[\]]/);
      }),
      { numRuns: 1000 },
    );
  });
});

test('a printed address leaves out the port 80 and puts IPv6 into brackets', () => {
  expect(formatServiceAddress(softApAddress)).toBe('192.168.4.1');
  expect(formatServiceAddress({ host: '::1', port: 80 })).toBe('[::1]');
  expect(formatServiceAddress({ host: '::1', port: 81 })).toBe('[::1]:81');
  expect(formatServiceAddress({ host: 'esp.local', port: 8080 })).toBe('esp.local:8080');
});

test('a printed address keeps its zone, by which it can be read again; a Host header has none', () => {
  const address = { host: 'fe80::1%br-lan', port: 8080 };
  expect(formatServiceAddress(address)).toBe('[fe80::1%br-lan]:8080');
  expect(parseServiceAddress(formatServiceAddress(address))).toEqual(address);
  expect(hostHeader(address)).toBe('[fe80::1]:8080');
  expect(hostHeader({ host: 'esp.local', port: 80 })).toBe('esp.local');
});

function codeOf(text: string): string | undefined {
  try {
    parseServiceAddress(text);
    return undefined;
  } catch (error) {
    if (isProvisioningError(error)) return error.code;
    throw error;
  }
}
