/** Bus name of wpa_supplicant, which is also the name of its root interface. */
export const wpaName = 'fi.w1.wpa_supplicant1';

/** Path of its root object. */
export const wpaRoot = '/fi/w1/wpa_supplicant1';

/** Interfaces of its other objects. */
export const wpaInterfaces = {
  interface: 'fi.w1.wpa_supplicant1.Interface',
  bss: 'fi.w1.wpa_supplicant1.BSS',
  network: 'fi.w1.wpa_supplicant1.Network',
} as const;
