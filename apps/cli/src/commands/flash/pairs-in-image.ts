import { type Partition, partitionSubtypes, partitionTypes } from '@esp-prov/nvs';
import { isProvisioningError } from '@esp-prov/protocol';
import { findVerifiers } from '@esp-prov/virtual';
import { readImage } from '@esp-prov/virtual/node';
import type { PlacedPair } from '../credentials/pairs-in-text.ts';
import { findTable, tableOf } from './image.ts';
import { type NvsCommandOptions, openNvsFile } from './nvs-partition.ts';

/** The pairs of an image, and the partitions that could not be looked into. */
export interface ImagePairs {
  readonly pairs: readonly PlacedPair[];
  /** A reason for each. */
  readonly unread: readonly string[];
}

/** Most NVS partitions of one image that are looked into; the largest table has room for 95 rows of any kind. */
const mostPartitions = 95;

/** Finds salts and verifiers in every NVS partition of a whole image, or in the one that the file is. */
export async function pairsInImage(file: string, options: NvsCommandOptions): Promise<ImagePairs> {
  const pairs: PlacedPair[] = [];
  const unread: string[] = [];
  for (const partition of labelsIn(file, options)) {
    try {
      const nvs = await openNvsFile(file, { ...options, partition: partition ?? options.partition });
      for (const { namespace, saltKey, pair } of findVerifiers(nvs)) {
        pairs.push({ place: [partition, namespace, saltKey].filter((part) => part !== undefined).join(' '), pair });
      }
    } catch (error) {
      if (partition === undefined || !isProvisioningError(error)) throw error;
      unread.push(`the partition ${partition} cannot be read: ${error.message}`);
    }
  }
  return { pairs, unread };
}

/** Returns the labels of the NVS partitions of an image; undefined stands for a file that is one itself. */
function labelsIn(file: string, options: NvsCommandOptions): (string | undefined)[] {
  const image = readImage(file);
  if (options.partitionTableOffset === undefined && findTable(image) === undefined) return [undefined];
  const isNvs = ({ type, subtype }: Partition) =>
    type === partitionTypes.data && subtype === partitionSubtypes.data['nvs'];
  return tableOf(image, options)
    .rows.filter(isNvs)
    .slice(0, mostPartitions)
    .map(({ label }) => label);
}
