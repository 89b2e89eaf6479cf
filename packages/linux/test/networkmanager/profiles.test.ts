import { DBusError } from '@esp-prov/dbus';
import { manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { NmDaemon } from '../../src/networkmanager/nm-daemon.ts';
import { deleteProfile, isOnDisk } from '../../src/networkmanager/profiles.ts';
import { FakeNmBus } from '../support/fake-nm-bus.ts';

const path = '/org/freedesktop/NetworkManager/Settings/7';
const refusal = (errorName: string) => new DBusError('reply', 'refused', { errorName });
const gone = refusal('org.freedesktop.DBus.Error.UnknownMethod');

/** Returns a daemon whose profile is there, with these properties, or not; to delete it fails. */
async function daemonWith(profile: Record<string, unknown> | undefined, failure: DBusError): Promise<NmDaemon> {
  const bus = new FakeNmBus(({ member }) => {
    if (member === 'Delete') throw failure;
    if (profile === undefined) throw gone;
    return [Object.fromEntries(Object.entries(profile).map(([name, value]) => [name, { signature: 'v', value }]))];
  });
  return await NmDaemon.open(bus, manualClock());
}

describe('a profile to delete', () => {
  // Seen with 1.42.4: "Error checking authorization: connection was deleted", when a volatile profile went by itself.
  const raced = refusal('org.freedesktop.NetworkManager.Settings.Failed');

  test('may go by itself while the right to delete it is checked', async () => {
    await deleteProfile(await daemonWith(undefined, raced), path);
  });

  test('may have gone before', async () => {
    await deleteProfile(await daemonWith(undefined, gone), path);
  });

  test('is not taken for deleted while it is there', async () => {
    const denied = refusal('org.freedesktop.NetworkManager.Settings.PermissionDenied');
    const daemon = await daemonWith({ Flags: 0 }, denied);
    await expect(deleteProfile(daemon, path)).rejects.toBe(denied);
  });
});

describe('a profile', () => {
  test.each([
    [{ Unsaved: false, Flags: 0 }, true],
    [{ Flags: 0 }, true],
    [{ Unsaved: true, Flags: 1 }, false],
    [{ Unsaved: false, Flags: 1 }, false],
    [{ Unsaved: false, Flags: 4 }, false],
    [{ Unsaved: false, Flags: 8 }, true],
  ])('that says %j is on the disk: %s', async (values, expected) => {
    expect(await isOnDisk(await daemonWith(values, gone), path)).toBe(expected);
  });
});
