import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** One page of each kind, by path in the built site; kinds that a build leaves out are left out. */
const kinds = {
  home: ['index.html'],
  'no such page': ['404.html'],
  demo: ['demo.html'],
  'overview of guides': ['guides/index.html'],
  guide: ['guides/real-device.html'],
  'long guide': ['guides/linux-board.html'],
  drawings: ['how-it-works/index.html'],
  'bytes of a whole run': ['how-it-works/protocol/index.html'],
  'bytes of a message': ['how-it-works/protocol/scan.html'],
  'bytes of a handshake': ['how-it-works/protocol/security-2.html'],
  'bytes of a transport': ['how-it-works/protocol/transport-bluetooth.html'],
  'bytes in flash': ['how-it-works/protocol/flash-nvs.html'],
  'long tables': ['how-it-works/unproven.html'],
  architecture: ['how-it-works/architecture.html'],
  'overview of commands': ['reference/commands/index.html'],
  command: ['reference/commands/provision.html'],
  'options of many commands': ['reference/commands/shared-options.html'],
  'exit codes': ['reference/commands/exit-codes.html'],
  'overview of schemas': ['reference/json.html'],
  schema: ['reference/json/provision.html'],
  'table of errors': ['reference/errors.html'],
  error: ['reference/errors/wifi/auth-error.html'],
  profile: ['reference/profiles/idf-5.5.html'],
  'overview of packages': ['reference/packages.html'],
  package: ['reference/api/dbus.html'],
  'long package': ['reference/api/client.html'],
  'exports of one kind': ['reference/api/client/functions.html'],
  interface: ['reference/api/client/node.html'],
  'overview of troubleshooting': ['troubleshooting/index.html'],
  troubleshooting: ['troubleshooting/joining.html'],
  support: ['reference/support.html'],
  releasing: ['releasing.html'],
};

/** Returns name and path of a page of each kind that a built site has. */
export function kindsOfPages(folder) {
  return Object.entries(kinds).flatMap(([name, paths]) => {
    const path = paths.find((each) => existsSync(join(folder, each)));
    return path === undefined ? [] : [{ name, path }];
  });
}
