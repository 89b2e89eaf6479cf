import type { VirtualAccessPoint } from './access-point.ts';

/** The access points in reach of a radio. They may change while it is on. */
export interface Air {
  /** Those that there are at this moment. */
  readonly accessPoints: readonly VirtualAccessPoint[];
  /** Calls `listener` after every change until the returned function is called. */
  watch(listener: () => void): () => void;
}

/** Returns the air of a list that never changes; an air that is one already stays as it is. */
export function asAir(air: Air | readonly VirtualAccessPoint[]): Air {
  return 'watch' in air ? air : { accessPoints: air, watch: () => () => undefined };
}

/** Returns the access points of `air` that `hears` accepts, at every moment anew. */
export function filteredAir(air: Air, hears: (point: VirtualAccessPoint) => boolean): Air {
  return {
    get accessPoints() {
      return air.accessPoints.filter(hears);
    },
    watch: (listener) => air.watch(listener),
  };
}
