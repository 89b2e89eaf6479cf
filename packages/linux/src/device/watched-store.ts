import type { KeyValueStore } from '@esp-prov/device';
import type { BoardState } from '../state/board-state.ts';

/** Returns the store of a board for its manager; `onForgotten` is called when a client has the kept network forgotten. */
export function watchedStore(state: BoardState, onForgotten: () => Promise<void>): KeyValueStore {
  return {
    get: (namespace, key) => state.store.get(namespace, key),
    async commit(namespace, entries) {
      const before = await state.proven();
      await state.store.commit(namespace, entries);
      if (before && !(await state.proven())) await onForgotten();
    },
  };
}
