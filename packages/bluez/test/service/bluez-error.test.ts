import { DBusError, errorReply } from '@esp-prov/dbus';
import { isProvisioningError, ProvisioningError } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { bluezError } from '../../src/service/bluez-error.ts';

function codeOf(error: unknown): string {
  const named = bluezError(error, 'start a scan');
  return isProvisioningError(named) ? named.code : 'not named';
}

describe('a failure of the bus is named', () => {
  test.each([
    ['no-bus', 'bluetooth/no-bus'],
    ['lost', 'bluetooth/no-bus'],
    ['refused', 'bluetooth/not-permitted'],
    ['closed', 'link/closed'],
    ['timeout', 'bluetooth/refused'],
  ] as const)('%s: %s', (code, named) => {
    expect(codeOf(new DBusError(code, 'so it is'))).toBe(named);
  });
});

describe('an answer of the bus or of bluetoothd is named', () => {
  test.each([
    ['org.freedesktop.DBus.Error.ServiceUnknown', 'bluetooth/no-service'],
    ['org.freedesktop.DBus.Error.NameHasNoOwner', 'bluetooth/no-service'],
    ['org.freedesktop.DBus.Error.NoReply', 'bluetooth/no-service'],
    ['org.freedesktop.DBus.Error.Spawn.ChildExited', 'bluetooth/no-service'],
    ['org.freedesktop.systemd1.NoSuchUnit', 'bluetooth/no-service'],
    ['org.freedesktop.DBus.Error.AccessDenied', 'bluetooth/not-permitted'],
    ['org.freedesktop.DBus.Error.UnknownObject', 'bluetooth/no-adapter'],
    ['org.bluez.Error.NotReady', 'bluetooth/powered-off'],
    ['org.bluez.Error.NotPermitted', 'bluetooth/refused'],
    ['org.bluez.Error.Failed', 'bluetooth/refused'],
  ])('%s: %s', (errorName, named) => {
    expect(codeOf(errorReply(errorName, 'so it is'))).toBe(named);
  });
});

test('the message tells what was tried and what was answered', () => {
  const named = bluezError(errorReply('org.bluez.Error.Failed', 'Not now'), 'start a scan');
  expect(named).toMatchObject({
    message: 'cannot start a scan: Not now (org.bluez.Error.Failed)',
    details: { dbusError: 'org.bluez.Error.Failed' },
  });
});

test('what is not of the bus stays as it is', () => {
  const own = new ProvisioningError('link/lost');
  const reason = new Error('stopped by the user');
  expect(bluezError(own, 'scan')).toBe(own);
  expect(bluezError(reason, 'scan')).toBe(reason);
});
