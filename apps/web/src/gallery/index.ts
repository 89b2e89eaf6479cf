export { galleryIds } from './gallery-ids.ts';
export { galleryStates } from './states.ts';
