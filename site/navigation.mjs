// What the site shows, in reading order. A test names a page that stands nowhere here, and an item without a page.

/**
 * Sections of the site: `text`, `folder` of their pages, and `items` by path without `.md`; an item may be a group, and
 * a section one page, `path`. `{ made: NAME }` keeps the place of what the maker of that name in site/pages adds.
 */
export const sections = [
  {
    text: 'Guides',
    folder: 'guides',
    items: [
      { text: 'Which guide', path: 'guides/index' },
      { text: 'A real device in five steps', path: 'guides/real-device' },
      { text: 'Without hardware', path: 'guides/without-hardware' },
      { text: 'From esp_prov.py', path: 'guides/from-esp-prov' },
      { text: 'A page on your site', path: 'guides/page-on-your-site' },
      { text: 'Your app in Node', path: 'guides/app-in-node' },
      { text: 'A Linux board is a device', path: 'guides/linux-board' },
      { text: "Release your firmware's set-up", path: 'guides/firmware-setup' },
      { text: 'Production', path: 'guides/production' },
      { text: 'Many devices', path: 'guides/many-devices' },
      { text: 'A device that is set up already', path: 'guides/devices-already-set-up' },
      { text: 'By USB console, by hand', path: 'guides/by-hand' },
    ],
  },
  {
    text: 'How it works',
    folder: 'how-it-works',
    items: [
      { text: 'In four drawings', path: 'how-it-works/index' },
      { text: 'Security', path: 'how-it-works/security' },
      {
        text: 'The protocol, byte by byte',
        items: [
          { text: 'The whole run', path: 'how-it-works/protocol/index' },
          { text: 'proto-ver: the version', path: 'how-it-works/protocol/version' },
          { text: 'Sessions', path: 'how-it-works/protocol/session' },
          { text: 'Security 0', path: 'how-it-works/protocol/security-0' },
          { text: 'Security 1', path: 'how-it-works/protocol/security-1' },
          { text: 'Security 2', path: 'how-it-works/protocol/security-2' },
          { text: 'prov-scan', path: 'how-it-works/protocol/scan' },
          { text: 'prov-config', path: 'how-it-works/protocol/config' },
          { text: 'prov-ctrl', path: 'how-it-works/protocol/control' },
          { text: 'Custom endpoints', path: 'how-it-works/protocol/custom' },
          { text: 'Thread', path: 'how-it-works/protocol/thread' },
          { text: 'Errors on the wire', path: 'how-it-works/protocol/errors' },
        ],
      },
      {
        text: 'Transports, byte by byte',
        items: [
          { text: 'HTTP', path: 'how-it-works/protocol/transport-http' },
          { text: 'Bluetooth', path: 'how-it-works/protocol/transport-bluetooth' },
          { text: 'Console', path: 'how-it-works/protocol/transport-console' },
        ],
      },
      {
        text: 'Flash, byte by byte',
        items: [
          { text: 'Partition table', path: 'how-it-works/protocol/flash-partition-table' },
          { text: 'NVS', path: 'how-it-works/protocol/flash-nvs' },
          { text: 'NVS encryption', path: 'how-it-works/protocol/flash-nvs-encryption' },
        ],
      },
      { text: 'Salts that lost a byte', path: 'how-it-works/short-salts' },
      { text: 'Architecture', path: 'how-it-works/architecture' },
      { text: 'What no test can prove', path: 'how-it-works/unproven' },
    ],
  },
  {
    text: 'Troubleshooting',
    folder: 'troubleshooting',
    items: [
      { text: 'What do you see?', path: 'troubleshooting/index' },
      { text: 'The device is not in the list', path: 'troubleshooting/cannot-find-device' },
      { text: 'Bluetooth', path: 'troubleshooting/bluetooth' },
      { text: 'SoftAP', path: 'troubleshooting/softap' },
      { text: 'The secure session', path: 'troubleshooting/security' },
      { text: 'The list of networks', path: 'troubleshooting/scan' },
      { text: 'Joining the Wi-Fi, reason codes', path: 'troubleshooting/joining' },
      { text: 'After provisioning', path: 'troubleshooting/after-provisioning' },
      { text: 'Production', path: 'troubleshooting/factory' },
      { text: "Phones and Espressif's apps", path: 'troubleshooting/phone-apps' },
      { text: 'The page in the browser', path: 'troubleshooting/page-and-browser' },
      { text: 'A Linux board', path: 'troubleshooting/linux-board' },
    ],
  },
  {
    text: 'Reference',
    folder: 'reference',
    items: [
      { text: 'What is in it', path: 'reference/index' },
      { made: 'commands' },
      { made: 'errors' },
      { made: 'schemas' },
      { made: 'api' },
      { text: 'Flash images', path: 'reference/flash' },
      {
        text: 'The virtual ESP32',
        path: 'reference/virtual-esp32',
        items: [
          { made: 'profiles' },
          { text: 'Networks', path: 'reference/virtual-air' },
          { text: 'Faults', path: 'reference/virtual-faults' },
          { text: 'Bluetooth and HTTP', path: 'reference/virtual-wire' },
          { text: 'Session only', path: 'reference/session-only' },
        ],
      },
      { text: 'The page and the button', path: 'reference/page-and-button' },
      { text: 'The page and its helper', path: 'reference/page-helper' },
      { text: "Vendors' endpoints", path: 'reference/vendors' },
      { text: "Espressif's TypeScript SDKs", path: 'reference/rainmaker' },
      { text: 'The virtual BlueZ', path: 'reference/virtual-bluez' },
      { text: 'The virtual NetworkManager', path: 'reference/virtual-network' },
      { text: 'Packages', path: 'reference/packages' },
      { text: 'Support and versions', path: 'reference/support' },
      { text: 'How a release is made', path: 'releasing' },
    ],
  },
  { text: 'Demo', path: 'demo' },
];
