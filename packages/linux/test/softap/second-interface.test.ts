import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromHex, ProvisioningError } from '@esp-prov/protocol';
import { failureOf } from '@esp-prov/testing';
import { describe, expect, it } from 'vitest';
import {
  addSecondInterface,
  localAddress,
  readAtOnce,
  removeSecondInterface,
  removeStaleInterface,
} from '../../src/softap/second-interface.ts';
import { FakePrograms } from '../support/fake-programs.ts';
import { radios } from '../support/radios.ts';

const mac = fromHex('dca632261fcc');
const info = 'Interface wlan0\n\tifindex 3\n\twdev 0x100000001\n\taddr dc:a6:32:26:1f:cc\n\ttype managed\n\twiphy 1\n';

describe('a second interface', () => {
  it('is possible where the radio of the interface lists it', async () => {
    const programs = new FakePrograms({ iw: (run) => (run.arguments?.[0] === 'dev' ? info : radios.raspberryPi3) });
    expect(await readAtOnce(programs, 'wlan0')).toEqual({ channels: 1 });
    expect(programs.calls).toEqual(['iw dev wlan0 info', 'iw phy phy1 info']);
  });

  it('is not possible where iw says nothing of the radio, and says what to install where there is none', async () => {
    expect(await readAtOnce(new FakePrograms({ iw: () => 'Interface wlan0\n' }), 'wlan0')).toBeUndefined();
    const error = await failureOf(readAtOnce(new FakePrograms(), 'wlan0'));
    expect(error).toMatchObject({ code: 'board/program-missing', details: { debianPackage: 'iw' } });
  });

  it('is made anew, with an address of its own', async () => {
    const programs = new FakePrograms({ iw: () => '' });
    await addSecondInterface(programs, { interfaceName: 'wlan0', mac });
    expect(programs.calls).toEqual([
      'iw dev espprov0 del',
      'iw dev wlan0 interface add espprov0 type __ap addr de:a6:32:26:1f:cc',
    ]);
  });

  it('is made with the address of the driver, where that takes no other', async () => {
    const refusal = new ProvisioningError('board/program-failed');
    const programs = new FakePrograms({ iw: ({ arguments: words }) => (words?.includes('addr') ? refusal : '') });
    await addSecondInterface(programs, { interfaceName: 'wlan0', mac });
    expect(programs.calls.at(-1)).toBe('iw dev wlan0 interface add espprov0 type __ap');
    programs.programs.set('iw', () => refusal);
    expect(await failureOf(addSecondInterface(programs, { interfaceName: 'wlan0', mac }))).toBe(refusal);
  });

  it('is removed, and one that is not there is no failure', async () => {
    await removeSecondInterface(new FakePrograms({ iw: () => new ProvisioningError('board/program-failed') }));
    await removeSecondInterface(new FakePrograms());
    const fault = new TypeError('a fault of the program');
    await expect(removeSecondInterface(new FakePrograms({ iw: () => fault }))).rejects.toBe(fault);
  });
});

it('what a run that was killed has left is removed, and nothing is run where it has left nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'esp-prov-net-'));
  const programs = new FakePrograms({ iw: () => '' });
  await removeStaleInterface(programs, folder);
  expect(programs.calls).toEqual([]);
  await mkdir(join(folder, 'espprov0'));
  await removeStaleInterface(programs, folder);
  expect(programs.calls).toEqual(['iw dev espprov0 del']);
  await rm(folder, { recursive: true });
});

it('an address is marked as one of our own, and differs from that of the radio', () => {
  expect(localAddress(mac)).toBe('de:a6:32:26:1f:cc');
  expect(localAddress(fromHex('020000000001'))).toBe('06:00:00:00:00:01');
});
