/** Loads the links of the client, each for its way alone: none is needed before a device was chosen. */
export const linkParts = {
  bluetooth: (): Promise<typeof import('./bluetooth-part.ts')> => import('./bluetooth-part.ts'),
  usb: (): Promise<typeof import('./usb-part.ts')> => import('./usb-part.ts'),
  softap: (): Promise<typeof import('./softap-part.ts')> => import('./softap-part.ts'),
} as const;
