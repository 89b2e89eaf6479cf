import type { Flash } from '@esp-prov/nvs';
import { sectorSize } from '@esp-prov/nvs';

/** Returns a part of a flash, such as a partition; offset and size are whole sectors. */
export function flashView(flash: Flash, offset: number, size: number): Flash {
  if (offset % sectorSize !== 0 || size % sectorSize !== 0 || offset + size > flash.size) {
    throw new RangeError(`${size} bytes at ${offset} are no part of a flash of ${flash.size}`);
  }
  const check = (start: number, length: number) => {
    if (start < 0 || start + length > size) throw new RangeError(`${length} bytes at ${start} are outside of ${size}`);
  };
  return {
    size,
    read(start, length) {
      check(start, length);
      return flash.read(offset + start, length);
    },
    program(start, data) {
      check(start, data.length);
      flash.program(offset + start, data);
    },
    erase(sector) {
      check(sector * sectorSize, sectorSize);
      flash.erase(offset / sectorSize + sector);
    },
  };
}
