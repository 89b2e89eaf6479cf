// What the commands are for: groups of the index, and whom a page addresses.

/**
 * Tasks in the order of the index. `names`: the commands as they are called, without `esp-prov`; `reader`: for whom
 * their pages are; `more`: pages that go further.
 *
 * @type {readonly { task: string, reader: string, names: readonly string[], more: readonly [string, string][] }[]}
 */
export const tasks = [
  {
    task: 'Set up a device',
    reader: 'people and scripts that set up devices',
    names: ['provision', 'discover', 'info', 'scan', 'reset', 'reprov'],
    more: [
      ['From esp_prov.py', 'docs/guides/from-esp-prov.md'],
      ['Many devices', 'docs/guides/many-devices.md'],
      ['What each security scheme protects', 'docs/how-it-works/security.md'],
    ],
  },
  {
    task: 'Talk to a device',
    reader: 'people and scripts that use endpoints of a device',
    names: ['send', 'session'],
    more: [['Devices that are set up already', 'docs/guides/devices-already-set-up.md']],
  },
  {
    task: 'Make secrets and labels',
    reader: 'those who give devices their secrets and labels',
    names: ['credentials', 'credentials check', 'qr', 'qr read'],
    more: [
      ['What each security scheme protects', 'docs/how-it-works/security.md'],
      ['Salts that lost a byte', 'docs/how-it-works/short-salts.md'],
    ],
  },
  {
    task: 'Be a device',
    reader: 'developers without a board at hand, and owners of a Linux board that is to be a device',
    names: ['device'],
    more: [
      ['The virtual ESP32', 'docs/reference/virtual-esp32.md'],
      ['A Linux board is a device', 'docs/guides/linux-board.md'],
    ],
  },
  {
    task: 'Use a page',
    reader: 'those who set up devices in a browser',
    names: ['web'],
    more: [['The page and its helper', 'docs/reference/page-helper.md']],
  },
  {
    task: 'Read and write flash images',
    reader: 'developers and testers with a flash image in a file',
    names: [
      'flash create',
      'flash table',
      'flash read',
      'flash write',
      'flash erase-region',
      'flash erase-partition',
      'flash erase-flash',
    ],
    more: [['Flash images', 'docs/reference/flash.md']],
  },
  {
    task: 'Read and write NVS',
    reader: 'developers and production engineers with an NVS partition in a file',
    names: [
      'list',
      'get',
      'dump',
      'check',
      'stats',
      'set',
      'erase',
      'purge',
      'generate',
      'generate-key',
      'encrypt',
      'decrypt',
    ].map((name) => `flash nvs ${name}`),
    more: [['Flash images', 'docs/reference/flash.md']],
  },
  {
    task: 'Find out what is wrong',
    reader: 'everybody who looks for the cause of a failure',
    names: ['doctor', 'errors'],
    more: [['Errors', 'docs/reference/errors.md']],
  },
  {
    task: 'Work in a shell',
    reader: 'those who type commands by hand',
    names: ['completion'],
    more: [],
  },
];
