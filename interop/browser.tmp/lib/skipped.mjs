/** Ends a case that cannot be tried here; its message says why. */
export class Skipped extends Error {}
