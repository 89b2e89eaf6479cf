import { ownTag } from '@esp-prov/device';
import type { Flash, PartitionTable } from '@esp-prov/nvs';
import type { Log } from '@esp-prov/protocol';
import { type FactoryData, readFactoryData } from './factory-data.ts';

/** Returns the factory data of a flash, and logs what they hold; no firmware prints that. */
export function loggedFactoryData(flash: Flash, table: PartitionTable, log: Log): FactoryData | undefined {
  const factory = readFactoryData(flash, table);
  if (factory) {
    const { serial, pop, verifier } = factory;
    const parts = [
      ...(serial === undefined ? [] : [`serial number ${serial}`]),
      ...(pop === undefined ? [] : ['proof of possession']),
      ...(verifier === undefined ? [] : ['salt and verifier']),
    ];
    log('info', ownTag, `Factory data: ${parts.join(', ')}`);
  }
  return factory;
}
