import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { installation, installedPaths } from '../../apps/cli/dist/commands/device/linux/install/installation.js';
import { setModes } from '../stage/set-modes.mjs';

/** Where the command is in the system. */
const home = 'usr/lib/esp-prov';

/** What the command needs of its bundle while it runs. */
const parts = ['bin', 'dist', 'web', 'package.json'];

/** Where a package has what `--install` puts below `/etc`; a service of a package is not started by itself. */
const places = {
  [installedPaths.unit]: 'usr/lib/systemd/system/esp-prov.service',
  [installedPaths.polkit]: 'usr/share/polkit-1/rules.d/50-esp-prov.rules',
  [installedPaths.bus]: 'usr/share/dbus-1/system.d/org.esp_prov.Device.conf',
  [installedPaths.sysusers]: 'usr/lib/sysusers.d/esp-prov.conf',
};

const completions = {
  'esp-prov.bash': 'usr/share/bash-completion/completions/esp-prov',
  '_esp-prov': 'usr/share/zsh/vendor-completions/_esp-prov',
  'esp-prov.fish': 'usr/share/fish/vendor_completions.d/esp-prov.fish',
};

/** Lays the files of the package out in `target`, as they are in a system. */
export async function layOut(target, { bundle, version, date }) {
  for (const part of parts) cpSync(join(bundle, part), join(target, home, part), { recursive: true });
  const script = join(target, home, 'bin/esp-prov.js');
  // The Node of the system, whatever another one is in the path of a user.
  write(`${home}/bin/esp-prov.js`, readFileSync(script, 'utf8').replace(/^#!.*\n/, '#!/usr/bin/node\n'));
  mkdirSync(join(target, 'usr/bin'), { recursive: true });
  symlinkSync('../lib/esp-prov/bin/esp-prov.js', join(target, 'usr/bin/esp-prov'));

  for (const { path, content } of installation({ logLevel: 'info', qr: true }, ['/usr/bin/esp-prov'])) {
    if (places[path] !== undefined) write(places[path], content);
  }
  for (const [name, path] of Object.entries(completions)) copy(`completions/${name}`, path);
  write('usr/share/man/man1/esp-prov.1.gz', zipped(readFileSync(join(bundle, 'man/esp-prov.1'))));
  const docs = 'usr/share/doc/esp-prov';
  copy('README.md', `${docs}/README.md`);
  copy('THIRD-PARTY.txt', `${docs}/THIRD-PARTY.txt`);
  write(`${docs}/copyright`, copyright(date));
  write(`${docs}/changelog.gz`, zipped(changelog(version, date)));
  setModes(target, { executables: [`${home}/bin/esp-prov.js`] });

  function copy(from, to) {
    write(to, readFileSync(join(bundle, from)));
  }
  function write(path, content) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    writeFileSync(join(target, path), content);
  }
}

/** Compresses without the time of the run. */
function zipped(content) {
  return gzipSync(content, { level: 9 });
}

/** Who has written it, and under which licence it is. */
function copyright(date) {
  return `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: esp-prov

Files: *
Copyright: ${new Date(date * 1000).getUTCFullYear()} The esp-prov authors
License: Apache-2.0
Comment: The bundle holds code of other packages. THIRD-PARTY.txt beside this file
 names them, with their licences.

License: Apache-2.0
 On Debian systems the text of this licence is in
 /usr/share/common-licenses/Apache-2.0.
`;
}

/** A changelog as Debian wants it; what has changed is told by that of the project. */
function changelog(version, date) {
  const day = new Date(date * 1000).toUTCString().replace('GMT', '+0000');
  return `esp-prov (${version}) unstable; urgency=medium

  * Release ${version}.

 -- ${maintainer}  ${day}
`;
}

/** Whoever made the package. */
export const maintainer = 'The esp-prov authors <esp-prov@localhost>';
