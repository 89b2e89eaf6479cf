import { galleryStates } from './states.ts';

/** Names of all states in the gallery, for checks that walk through them. */
export const galleryIds: readonly string[] = Object.keys(galleryStates);
