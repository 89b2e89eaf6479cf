import { type Bytes, sectorSize } from '../flash.ts';
import { NvsError } from '../nvs-error.ts';
import { type EntryCipher, entrySize } from '../pages/entry-cipher.ts';
import { EntryStates, entryStates } from '../pages/entry-states.ts';
import { entriesPerPage } from '../pages/item.ts';
import { entriesOffset, entryOffset, statesOffset } from '../pages/page-layout.ts';

/** Returns the image with its written entries encrypted; headers, states and all other entries stay as they are. */
export function encryptImage(image: Uint8Array, cipher: EntryCipher): Bytes {
  return mapWritten(image, (offset, entry) => cipher.seal(offset, entry));
}

/**
 * Returns the image with its written entries decrypted. Erased ones stay as they are: firmware may have zeroed them,
 * and then there is nothing to decrypt.
 */
export function decryptImage(image: Uint8Array, cipher: EntryCipher): Bytes {
  return mapWritten(image, (offset, entry) => cipher.open(offset, entry));
}

function mapWritten(image: Uint8Array, change: (offset: number, entry: Uint8Array) => Uint8Array): Bytes {
  if (image.length % sectorSize !== 0) {
    throw new NvsError('nvs/too-small', `an image is a multiple of ${sectorSize} bytes, not ${image.length}`, {
      details: { size: image.length },
    });
  }
  const result = Uint8Array.from(image);
  for (let page = 0; page < image.length / sectorSize; page++) {
    const start = page * sectorSize;
    const states = new EntryStates(image.subarray(start + statesOffset, start + entriesOffset));
    for (let i = 0; i < entriesPerPage; i++) {
      if (states.get(i) !== entryStates.written) continue;
      const offset = entryOffset(page, i);
      result.set(change(offset, result.subarray(offset, offset + entrySize)), offset);
    }
  }
  return result;
}
