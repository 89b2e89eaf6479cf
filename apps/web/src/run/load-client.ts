/** Loads the links of the client: none is needed before a device was chosen. */
export const loadClient = (): Promise<typeof import('./client-part.ts')> => import('./client-part.ts');
