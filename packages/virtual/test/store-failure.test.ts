import { MemoryFlash } from '@esp-prov/nvs';
import { isProvisioningError } from '@esp-prov/protocol';
import { expect, test } from 'vitest';
import { factoryImage, readme } from '../src/index.ts';
import { powerOn } from './support/powered-device.ts';

/** A flash that wears out on request. */
class WearingFlash extends MemoryFlash {
  worn = false;

  override program(offset: number, data: Uint8Array): void {
    if (this.worn) throw new Error('the flash is worn out');
    super.program(offset, data);
  }
}

test('a flash that cannot be written refuses Apply as the firmware does, tells why in the log, and may come back', async () => {
  const flash = new WearingFlash(factoryImage());
  const powered = await powerOn(readme, 1, { flash });
  const provisioner = await powered.open();
  flash.worn = true;
  const failed = powered.provision(provisioner, 'home', 'right password');
  await expect(failed).rejects.toSatisfy((error) => isProvisioningError(error, 'device/apply-refused'));
  const told = powered.serial.filter((line) => line.startsWith('E '));
  expect(told).toHaveLength(3);
  expect(told[0]).toMatch(/wifi_prov_mgr: Failed to set Wi-Fi configuration$/);
  expect(told[1]).toMatch(/esp-prov: .*the flash is worn out$/);
  expect(told[2]).toMatch(/wifi_prov_handlers: Failed to apply Wi-Fi Credentials$/);
  expect(powered.serial.join('\n')).not.toContain('right password');
  flash.worn = false;
  expect(await powered.provision(provisioner, 'home', 'right password')).toMatchObject({ kind: 'connected' });
});
