import { type ConnectOptions, Provisioner } from '@esp-prov/client';
import { isProvisioningError, type SecurityVersion } from '@esp-prov/protocol';
import { failureOf } from '@esp-prov/testing';
import { releaseProfiles } from '@esp-prov/virtual';
import { afterEach, describe, expect, test } from 'vitest';
import { TabDevice } from '../../../src/virtual/engine/tab-device.ts';
import type { TabTransport } from '../../../src/virtual/engine/tab-link.ts';
import { profileOf, type TabSettings } from '../../../src/virtual/engine/tab-settings.ts';

const devices: TabDevice[] = [];
afterEach(async () => {
  for (const device of devices.splice(0)) await device[Symbol.asyncDispose]();
});

async function booted(settings: Partial<TabSettings> = {}): Promise<TabDevice> {
  const device = new TabDevice({ settings: { fast: true, ...settings } });
  devices.push(device);
  await device.boot();
  return device;
}

/** Connects as the owner of the device does, with what its label says. */
async function connect(device: TabDevice): Promise<Provisioner> {
  const { profile, securityVersion } = device.settings;
  const { pop, username } = device.label;
  const plain = profileOf(profile).versionReply.kind === 'json' ? {} : { securityVersion, protocolVersion: 'V0.1' };
  const proof: ConnectOptions =
    securityVersion === 2 ? { username, password: pop } : securityVersion === 1 ? { pop } : { allowUnproven: true };
  return await Provisioner.connect(device.open, { ...proof, ...plain });
}

async function join(device: TabDevice, ssid = 'Birch House', passphrase = 'correct horse') {
  const provisioner = await connect(device);
  try {
    const steps = [];
    for await (const step of provisioner.provision({ ssid, passphrase })) steps.push(step);
    return steps.at(-1);
  } finally {
    await provisioner[Symbol.asyncDispose]();
  }
}

describe('a device in the page', () => {
  test.each(releaseProfiles.map(({ name }) => name))('boots as %s and offers provisioning', async (profile) => {
    const device = await booted({ profile });
    expect(device.status).toEqual({ kind: 'offering' });
    expect(device.label.serviceName).toBe('PROV_261FCC');
    expect(device.log.text()).toContain(profileOf(profile).idfVersion);
  });

  const ways: readonly [TabTransport, SecurityVersion][] = [
    ['ble', 0],
    ['ble', 1],
    ['ble', 2],
    ['softap', 0],
    ['softap', 1],
    ['softap', 2],
    ['console', 0],
    ['console', 1],
  ];
  test.each(ways)('is provisioned over %s with security %i', async (transport, securityVersion) => {
    const device = await booted({ transport, securityVersion });
    expect(device.settings).toMatchObject({ transport, securityVersion });
    expect(await join(device)).toMatchObject({ kind: 'connected' });
    await expect.poll(() => device.status).toEqual({ kind: 'online', ip4: '192.168.1.42' });
  });

  test.each(releaseProfiles.map(({ name }) => name))('is provisioned over Bluetooth as %s', async (profile) => {
    const device = await booted({ profile });
    expect(await join(device)).toMatchObject({ kind: 'connected' });
  });

  test('keeps its credentials in its flash: saved, erased and loaded again it is provisioned', async () => {
    const device = await booted();
    await join(device);
    await expect.poll(() => device.status.kind).toBe('online');
    const image = device.saveImage();
    await device.eraseFlash();
    expect(device.status).toEqual({ kind: 'offering' });
    expect(await device.loadImage(image)).toEqual([]);
    await expect.poll(() => device.status.kind).toBe('online');
  });

  test('is not reached while its power is off, and is again after that', async () => {
    const device = await booted({ transport: 'softap' });
    await device.powerOff();
    expect(device.status).toEqual({ kind: 'off' });
    expect(isProvisioningError(await failureOf(device.open()), 'link/unreachable')).toBe(true);
    await device.boot();
    await using transport = await device.open();
    expect(transport.kind).toBe('http');
  });

  test.each(['ble', 'softap', 'console'] as const)(
    'loses its client over %s when its power is cut',
    async (transport) => {
      const device = await booted({ transport, securityVersion: 1 });
      await using provisioner = await connect(device);
      await device.powerOff();
      const failure = await failureOf(provisioner.scan());
      expect(isProvisioningError(failure) && failure.code.split('/')[0]).toBe('link');
    },
  );

  test('whose power is cut while it stores credentials is off, and offers provisioning when it is on again', async () => {
    const device = await booted();
    await device.cutPowerWhileStoring(3);
    await failureOf(join(device));
    await expect.poll(() => device.status.kind).toBe('off');
    expect(device.cutsPower).toBe(false);
    await device.boot();
    expect(device.status).toEqual({ kind: 'offering' });
  });

  test('says that it cannot boot from a flash that was damaged, and keeps what it had where a file is refused', async () => {
    const device = await booted();
    const failure = await failureOf(device.loadImage(new Uint8Array(0x10000)));
    expect(isProvisioningError(failure, 'flash/not-bootable')).toBe(true);
    expect(device.status).toEqual({ kind: 'offering' });
  });
});
