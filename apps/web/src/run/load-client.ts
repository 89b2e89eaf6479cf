/**
 * Loads the part of the client that speaks with a device. Nothing of it is needed before a device was chosen, and the
 * list of devices must come at the first click.
 */
export const loadClient = (): Promise<typeof import('./client-part.ts')> => import('./client-part.ts');
