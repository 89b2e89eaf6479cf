import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from '../files-below.mjs';
import { maintainer } from './lay-out.mjs';

/** Writes what dpkg wants to know of the package that is laid out in `target`. */
export function controlFiles(target, { version, description }) {
  const files = [...filesBelow(target)].filter((path) => lstatSync(join(target, path)).isFile());
  const kilobytes = Math.ceil(files.reduce((sum, path) => sum + statSync(join(target, path)).size, 0) / 1024);
  mkdirSync(join(target, 'DEBIAN'));
  // Whatever umask this runs under.
  chmodSync(join(target, 'DEBIAN'), 0o755);
  write('control', control({ version, description, kilobytes }), 0o644);
  const sums = files.map((path) => `${md5(readFileSync(join(target, path)))}  ${path}\n`);
  write('md5sums', sums.join(''), 0o644);
  for (const [name, text] of Object.entries(scripts)) write(name, text, 0o755);

  function write(name, text, mode) {
    const path = join(target, 'DEBIAN', name);
    writeFileSync(path, text);
    chmodSync(path, mode);
  }
}

function md5(content) {
  return createHash('md5').update(content).digest('hex');
}

function control({ version, description, kilobytes }) {
  return `Package: esp-prov
Version: ${version}
Section: net
Priority: optional
Architecture: all
Maintainer: ${maintainer}
Installed-Size: ${kilobytes}
Depends: nodejs (>= 20.19), dbus, systemd | systemd-standalone-sysusers
Recommends: bluez, network-manager | wpasupplicant, polkitd | policykit-1, dnsmasq-base, iw
Description: ${description}
 The command provisions ESP32 devices over Bluetooth, Wi-Fi and serial lines,
 and runs virtual ones. With esp-prov device --linux this board itself is a
 device that the same apps bring into a Wi-Fi network.
 .
 The package brings a service for that. It is not started by itself:
 systemctl enable --now esp-prov
`;
}

/**
 * The service runs only where somebody has enabled it, and then it is restarted by an update. dbus has seen the policy
 * before its user was there, and passed over it.
 */
const scripts = {
  postinst: `#!/bin/sh
set -e
if [ "$1" = configure ]; then
    systemd-sysusers esp-prov.conf
    if [ -d /run/systemd/system ]; then
        systemctl --system daemon-reload >/dev/null || true
        deb-systemd-invoke reload dbus.service >/dev/null || true
        if [ -n "$2" ]; then
            deb-systemd-invoke try-restart esp-prov.service >/dev/null || true
        fi
    fi
fi
`,
  prerm: `#!/bin/sh
set -e
if [ "$1" = remove ] && [ -d /run/systemd/system ]; then
    deb-systemd-invoke stop esp-prov.service >/dev/null || true
fi
`,
  postrm: `#!/bin/sh
set -e
wanted=/etc/systemd/system/multi-user.target.wants/esp-prov.service
if [ "$1" = remove ] && [ -L $wanted ] && [ ! -e $wanted ]; then
    rm -f $wanted
fi
if [ -d /run/systemd/system ]; then
    systemctl --system daemon-reload >/dev/null || true
fi
if [ "$1" = purge ]; then
    rm -rf /var/lib/esp-prov
fi
`,
};
