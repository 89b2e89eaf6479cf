import { fileFailure, ProvisioningError } from '@esp-prov/protocol';
import { sizeText } from './bounded-file.ts';

let reader: string | undefined;

/** Bytes of the longest input: a picture of a label. */
const longestInput = 32 * 1024 * 1024;

/**
 * Notes that standard input is read from here on.
 *
 * @param wantedBy - what it is read for, as the user knows it
 * @throws ProvisioningError `usage/invalid-option` when something else has read it already
 */
export function claimStandardInput(wantedBy: string): void {
  if (reader !== undefined) {
    throw new ProvisioningError('usage/invalid-option', `standard input is read for ${reader}, so not for ${wantedBy}`);
  }
  reader = wantedBy;
}

/**
 * Reads all of standard input.
 *
 * @param wantedBy - what it is read for, as the user knows it
 * @throws ProvisioningError `usage/invalid-option` when something else has read it already,
 *   `host/file-unusable` when it cannot be read or does not end
 */
export async function readStandardInput(wantedBy: string): Promise<Buffer> {
  claimStandardInput(wantedBy);
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of process.stdin as AsyncIterable<Buffer>) {
      length += part.length;
      if (length > longestInput) throw new RangeError(`it is larger than ${sizeText(longestInput)}`);
      parts.push(part);
    }
  } catch (cause) {
    const why = `standard input, read for ${wantedBy}, cannot be used: ${fileFailure(cause)}`;
    throw new ProvisioningError('host/file-unusable', why, { cause });
  }
  return Buffer.concat(parts, length);
}
