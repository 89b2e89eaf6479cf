// Which half of the project raises an error, from the files that make it.

/** Folders by the start of their path, the longest first; `printed`: the command can print such an error. */
const halves = [
  { folder: 'packages/client/src/web/', name: 'the client in a browser' },
  { folder: 'packages/client/src/rainmaker/', name: "the client behind the interface of Espressif's SDK" },
  {
    folder: 'packages/client/src/noble/',
    name: 'the client over Bluetooth with noble (macOS, Windows)',
    printed: true,
  },
  { folder: 'packages/client/', name: 'the client, in the command, the page or your application', printed: true },
  { folder: 'packages/protocol/', name: 'code that client and device share', printed: true },
  { folder: 'packages/device/', name: 'the device half, in your own device or in a virtual one', printed: true },
  { folder: 'packages/virtual/', name: 'the virtual device', printed: true },
  { folder: 'packages/virtual-bluez/', name: 'the virtual BlueZ', printed: true },
  { folder: 'packages/virtual-network/', name: 'the virtual NetworkManager', printed: true },
  { folder: 'packages/bluez/', name: 'Bluetooth on Linux (BlueZ), in the client and in a board', printed: true },
  { folder: 'packages/dbus/', name: 'D-Bus on Linux', printed: true },
  { folder: 'packages/linux/', name: 'a Linux board that is a device', printed: true },
  { folder: 'packages/nvs/', name: 'the tools for NVS and flash images', printed: true },
  { folder: 'apps/web/', name: 'the page' },
  { folder: 'apps/cli/', name: 'the command', printed: true },
  { folder: 'esp-prov', name: 'the command', printed: true },
];

/**
 * Returns the halves that `files` belong to, each once.
 *
 * @param {readonly string[]} files
 * @returns {{ name: string, printed: boolean }[]}
 */
export function makersOf(files) {
  const names = new Map();
  for (const file of files) {
    const half = halves.find(({ folder }) => file.startsWith(folder));
    if (half === undefined) throw new Error(`${file} belongs to no half that is listed.`);
    names.set(half.name, half.printed === true);
  }
  return [...names].map(([name, printed]) => ({ name, printed }));
}
