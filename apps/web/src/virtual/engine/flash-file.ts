import { checkNvsImage, findPartition, MemoryFlash, NvsError, sectorSize } from '@esp-prov/nvs';
import { ProvisioningError } from '@esp-prov/protocol';
import { findNvs, partitionFlash, readPartitionTable } from '@esp-prov/virtual';

/** Bytes of the largest image that the page takes: the largest flash on modules that are sold. */
export const largestFlashFile: number = 16 * 1024 * 1024;

/** A flash image that was looked at. */
export interface CheckedFlash {
  readonly flash: MemoryFlash;
  /** What is wrong with its settings, as sentences; a device boots all the same. */
  readonly findings: readonly string[];
}

/** Most findings that are reported. */
const mostFindings = 8;

/**
 * Reads the image of a flash, such as `esptool read_flash` writes, and checks what a device needs of it.
 *
 * @throws ProvisioningError `flash/not-bootable` for a file that is no image, or whose partition table is damaged;
 *   `flash/no-nvs` where it has no room for settings
 */
export function readFlashFile(content: Uint8Array): CheckedFlash {
  requireFlashSize(content.length);
  const flash = new MemoryFlash(wholeSectors(content));
  try {
    const table = readPartitionTable(flash);
    const nvs = findNvs(table);
    if (!nvs) throw new ProvisioningError('flash/no-nvs', 'its partition table has no partition for settings (nvs)');
    const view = partitionFlash(flash, nvs);
    // With keys of its own the entries cannot be read before the device boots.
    if (findPartition(table, { type: 'data', subtype: 'nvs_keys' })) return { flash, findings: [] };
    const found = checkNvsImage(view.read(0, view.size));
    return { flash, findings: found.slice(0, mostFindings).map(({ message }) => message) };
  } catch (cause) {
    if (!(cause instanceof NvsError)) throw cause;
    throw new ProvisioningError('flash/not-bootable', cause.message, { cause });
  }
}

/**
 * Refuses a file by its size, before it is read.
 *
 * @throws ProvisioningError `flash/not-bootable`
 */
export function requireFlashSize(bytes: number): void {
  if (bytes > 0 && bytes <= largestFlashFile) return;
  const what = bytes === 0 ? 'the file is empty' : `the file has ${bytes} bytes`;
  const most = largestFlashFile / (1024 * 1024);
  throw new ProvisioningError('flash/not-bootable', `${what}. Expected a flash image of at most ${most} MB`);
}

/** What is missing of the last sector is erased, as the end of a file that was cut. */
function wholeSectors(content: Uint8Array): Uint8Array {
  const size = Math.ceil(content.length / sectorSize) * sectorSize;
  if (size === content.length) return content;
  const whole = new Uint8Array(size).fill(0xff);
  whole.set(content);
  return whole;
}
