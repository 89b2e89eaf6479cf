import { type Flash, NvsError, readNvs } from '@esp-prov/nvs';
import { type Bytes, isProvisioningError } from '@esp-prov/protocol';
import { findNvs, partitionFlash, readPartitionTable } from './flash-image.ts';
import { readNvsCipher } from './nvs-keys.ts';

const macSize = 6;

/**
 * Returns the address of the chip that a flash was in, as its radio notes it beside its calibration (`cal_mac` of the
 * namespace `phy`); undefined where it has noted none. The address itself is in the eFuses. esp-idf:
 * esp_phy/src/phy_init.c
 */
export function flashMac(flash: Flash, tableOffset?: number | undefined): Bytes | undefined {
  try {
    const table = readPartitionTable(flash, tableOffset);
    const partition = findNvs(table);
    if (!partition) return undefined;
    const view = partitionFlash(flash, partition);
    const found = readNvs(view.read(0, view.size), { cipher: readNvsCipher(flash, table) }).get('phy', 'cal_mac');
    if (found?.type !== 'blob' || found.value.length !== macSize) return undefined;
    // An address of a group, or none.
    return found.value.every((byte) => byte === 0) || ((found.value[0] as number) & 1) === 1 ? undefined : found.value;
  } catch (error) {
    // A fault of the flash is reported at boot.
    if (error instanceof NvsError || isProvisioningError(error)) return undefined;
    throw error;
  }
}
