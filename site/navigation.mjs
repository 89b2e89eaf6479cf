// What the site shows, in reading order. A page that stands nowhere here is named by a test.

/** Sections of the site: `text`, `folder` of their pages, and `items` by path without `.md`; an item may be a group. */
export const sections = [
  {
    text: 'Guides',
    folder: 'guides',
    items: [
      { text: 'From esp_prov.py', path: 'guides/from-esp-prov' },
      { text: 'By console, by hand', path: 'guides/by-hand' },
      { text: 'A device that is set up already', path: 'guides/devices-already-set-up' },
      { text: 'A Linux board is a device', path: 'guides/linux-board' },
      { text: 'Many devices', path: 'guides/many-devices' },
    ],
  },
  {
    text: 'How it works',
    folder: 'how-it-works',
    items: [
      { text: 'Security', path: 'how-it-works/security' },
      { text: 'Salts that lost a byte', path: 'how-it-works/short-salts' },
      { text: 'Architecture', path: 'how-it-works/architecture' },
      { text: 'What no test can prove', path: 'how-it-works/unproven' },
    ],
  },
  {
    text: 'Troubleshooting',
    folder: 'troubleshooting',
    items: [{ text: 'What do you see?', path: 'troubleshooting/index' }],
  },
  {
    text: 'Reference',
    folder: 'reference',
    items: [
      { text: 'Errors', path: 'reference/errors' },
      { text: 'JSON', path: 'reference/json' },
      { text: 'Flash images', path: 'reference/flash' },
      { text: 'The virtual ESP32', path: 'reference/virtual-esp32' },
      { text: 'The page and the button', path: 'reference/page-and-button' },
      { text: 'The page and its helper', path: 'reference/page-helper' },
      { text: "Vendors' endpoints", path: 'reference/vendors' },
      { text: "Espressif's TypeScript SDKs", path: 'reference/rainmaker' },
      { text: 'The virtual BlueZ', path: 'reference/virtual-bluez' },
      { text: 'The virtual NetworkManager', path: 'reference/virtual-network' },
    ],
  },
];
