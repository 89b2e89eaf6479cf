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
  'bytes of a message': ['how-it-works/protocol/scan.html', 'how-it-works/protocol/session.html'],
  'long tables': ['how-it-works/unproven.html'],
  architecture: ['how-it-works/architecture.html'],
  'overview of commands': ['reference/commands/index.html'],
  command: ['reference/commands/provision.html'],
  schema: ['reference/json/provision.html', 'reference/json.html'],
  'table of errors': ['reference/errors/index.html', 'reference/errors.html'],
  error: ['reference/errors/wifi-auth-error.html'],
  'overview of troubleshooting': ['troubleshooting/index.html'],
  interface: ['reference/api/client/index.html', 'reference/api/index.html'],
};

/** Returns name and path of a page of each kind that a built site has. */
export function kindsOfPages(folder) {
  return Object.entries(kinds).flatMap(([name, paths]) => {
    const path = paths.find((each) => existsSync(join(folder, each)));
    return path === undefined ? [] : [{ name, path }];
  });
}
