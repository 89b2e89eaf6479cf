import type { Transport } from '@esp-prov/client';
import { manualClock, memoryLink } from '../../src/index.ts';
import { type SchemeName, Town } from './town.ts';

/** Returns a town whose device is reached over the memory link. */
export function memoryTown(scheme: SchemeName): Town & { connect(): Transport } {
  const { device, connect } = memoryLink();
  return Object.assign(new Town(scheme, { clock: manualClock(), transport: device }), { connect });
}
