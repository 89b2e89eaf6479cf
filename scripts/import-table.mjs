/**
 * Which package may import which, and where a platform may be used. Anything that is not listed is an error.
 *
 * - `may`: siblings that the package may import
 * - `types`: siblings of which it may import types only
 * - `only`: folders to which the use of a sibling is kept
 * - `node`: folders and files below which Node is allowed; everything else runs on any platform
 *
 * @type {Record<string, { may: string[], types?: string[], only?: Record<string, string[]>, node: string[] }>}
 */
export const importTable = {
  'packages/protocol': {
    may: [],
    node: ['src/crypto/node.ts', 'src/crypto/node-curve.ts', 'src/crypto/node-power.ts'],
  },
  'packages/nvs': { may: [], node: [] },
  'packages/dbus': { may: [], node: ['src/'] },
  'packages/client': { may: ['protocol'], node: ['src/node/', 'src/noble/'] },
  'packages/device': { may: ['protocol'], node: ['src/node/'] },
  'packages/virtual': { may: ['device', 'nvs', 'protocol'], node: ['src/node/'] },
  'packages/virtual-bluez': { may: ['dbus', 'protocol'], node: ['src/'] },
  'packages/virtual-network': { may: ['dbus', 'protocol'], node: ['src/'] },
  'packages/bluez': { may: ['dbus', 'protocol'], types: ['client', 'device'], node: ['src/'] },
  'packages/linux': { may: ['bluez', 'dbus', 'device', 'protocol'], node: ['src/'] },
  'packages/testing': { may: ['client', 'device', 'protocol'], node: [] },
  'apps/cli': {
    may: [
      'bluez',
      'client',
      'dbus',
      'device',
      'linux',
      'nvs',
      'protocol',
      'virtual',
      'virtual-bluez',
      'virtual-network',
      'web',
    ],
    node: ['src/'],
  },
  // The device in the page meets its client there: the page holds both ends of a link, as the command does.
  'apps/web': {
    may: ['client', 'device', 'nvs', 'protocol', 'virtual'],
    only: { device: ['src/virtual/'], nvs: ['src/virtual/'], virtual: ['src/virtual/'] },
    node: [],
  },
};

/** The files that load a module whose path a user has given, which no rule can check. */
export const userModuleLoaders = ['packages/linux/src/endpoints/module-endpoints.ts'];

/** Packages that hold test equipment: every package may have them as a development dependency, none may import them. */
export const testPackages = ['testing'];

/** Globals of the real world, and the one file name of the packages in which each may be used. */
export const globalHomes = {
  setTimeout: 'system-clock.ts',
  setInterval: 'system-clock.ts',
  'Date.now': 'system-clock.ts',
  'new Date()': 'system-clock.ts',
  'performance.now': 'system-clock.ts',
  'Math.random': 'random.ts',
};
