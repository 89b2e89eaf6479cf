import { readFileOrPipe } from '../../input/bounded-file.ts';

/** Bytes of the largest partition table, as CSV or as it is flashed. */
const largestTable = 1024 * 1024;

/** Bytes of the largest list of values: a series of 40,000 devices, each with a verifier of security 2. */
const largestList = 32 * 1024 * 1024;

/** Bytes of the largest file of keys: they take a sector, and a partition for them may have several. */
const largestKeys = 64 * 1024;

type Kind = 'table' | 'list' | 'keys';

const limits: Readonly<Record<Kind, number>> = { table: largestTable, list: largestList, keys: largestKeys };

/**
 * Returns the content of a file that is named on the command line: a regular file, or a pipe as shells make one for
 * `<(command)`.
 *
 * @throws ProvisioningError `host/file-unusable`
 */
export async function readInput(path: string, kind: Kind): Promise<Uint8Array> {
  return await readFileOrPipe(path, { limit: limits[kind], called: `the file ${path}` });
}
