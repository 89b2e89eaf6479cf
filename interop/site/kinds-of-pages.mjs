import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** One page of each kind, by path in the built site; kinds that a build leaves out are left out. */
const kinds = {
  home: ['index.html'],
  'no such page': ['404.html'],
  demo: ['demo.html'],
  'guides, overview': ['guides/index.html'],
  guide: ['guides/real-device.html', 'guides/from-esp-prov.html'],
  'long tables': ['how-it-works/unproven.html'],
  drawings: ['how-it-works/index.html', 'how-it-works/model.html', 'how-it-works/security.html'],
  architecture: ['how-it-works/architecture.html'],
  errors: ['reference/errors.html', 'reference/errors/index.html'],
  json: ['reference/json.html'],
};

/** Returns name and path of a page of each kind that a built site has. */
export function kindsOfPages(folder) {
  return Object.entries(kinds).flatMap(([name, paths]) => {
    const path = paths.find((each) => existsSync(join(folder, each)));
    return path === undefined ? [] : [{ name, path }];
  });
}
