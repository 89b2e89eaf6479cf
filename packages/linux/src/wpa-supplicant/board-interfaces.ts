import { constants } from 'node:fs';
import { access, readdir, readFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { type Bytes, fromHex } from '@esp-prov/protocol';

/** What is known of the interfaces of a board beside wpa_supplicant. */
export interface BoardInterfaces {
  /** Returns the names of the Wi-Fi interfaces, in their order. */
  wifi(): Promise<readonly string[]>;
  /** Returns the address that the radio of an interface was made with; undefined when there is none. */
  madeWith(interfaceName: string): Promise<Bytes | undefined>;
  /** Returns the IPv4 addresses of the board now, by interface or label. */
  ip4(): Readonly<Record<string, readonly string[]>>;
  /** Returns the configuration file of wpa_supplicant for an interface; undefined when there is none. */
  configFile(interfaceName: string): Promise<string | undefined>;
}

const classFolder = '/sys/class/net';
const configFolder = '/etc/wpa_supplicant';

/** Returns the interfaces of this machine. */
export function systemInterfaces(): BoardInterfaces {
  return {
    async wifi() {
      const names = (await readdir(classFolder).catch(() => [])).filter(isInterfaceName);
      const isWifi = await Promise.all(names.map((name) => exists(`${classFolder}/${name}/phy80211`)));
      return names.filter((_, index) => isWifi[index]).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
    },
    async madeWith(interfaceName) {
      if (!isInterfaceName(interfaceName)) return undefined;
      const text = await readFile(`${classFolder}/${interfaceName}/phy80211/macaddress`, 'utf8').catch(() => '');
      const digits = text.trim().replaceAll(':', '').toLowerCase();
      return /^[0-9a-f]{12}$/.test(digits) ? fromHex(digits) : undefined;
    },
    ip4() {
      const all = Object.entries(networkInterfaces());
      return Object.fromEntries(
        all.map(([name, list = []]) => {
          const used = list.filter(({ family, internal }) => family === 'IPv4' && !internal);
          return [name, used.map(({ address }) => address)] as const;
        }),
      );
    },
    async configFile(interfaceName) {
      if (!isInterfaceName(interfaceName)) return undefined;
      for (const file of [`wpa_supplicant-${interfaceName}.conf`, 'wpa_supplicant.conf']) {
        if (await exists(`${configFolder}/${file}`)) return `${configFolder}/${file}`;
      }
      return undefined;
    },
  };
}

/** Whether a text can be the name of a network interface. */
function isInterfaceName(name: string): boolean {
  return /^[^/\s:]{1,15}$/.test(name) && name !== '.' && name !== '..';
}

async function exists(path: string): Promise<boolean> {
  return await access(path, constants.F_OK).then(
    () => true,
    () => false,
  );
}
