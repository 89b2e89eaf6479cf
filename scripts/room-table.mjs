/**
 * The rooms of packages that have floors, from the top down: a file may import what is on its own floor or below.
 * A floor names folders and files of `src`; a folder stands for everything in it.
 *
 * @type {Record<string, string[][]>}
 */
export const floors = {
  'apps/cli': [
    ['main.ts'],
    ['program.ts', 'legacy-arguments.ts'],
    ['commands/'],
    ['reach/'],
    ['options/'],
    ['report/'],
    ['terminal/'],
    ['input/'],
  ],
  'apps/web': [
    ['gallery/'],
    ['index.ts'],
    ['app/', 'element/'],
    ['virtual/'],
    ['screens/'],
    ['parts/'],
    ['run/'],
    ['reach/', 'qr/', 'log/', 'helper/'],
    ['words/', 'look/'],
    ['flow/'],
  ],
  'packages/client': [
    ['index.ts'],
    ['rainmaker/'],
    ['provisioner.ts'],
    ['provision/'],
    ['endpoints/', 'vendor/'],
    ['session/'],
    ['node/', 'noble/', 'web/'],
    ['ble/', 'console/', 'http/'],
    ['transport/'],
  ],
  'packages/linux': [
    ['index.ts'],
    ['device/', 'control/', 'hooks/', 'endpoints/', 'identity/'],
    ['softap/', 'policy/', 'state/', 'wifi/open-board-wifi.ts'],
    ['wifi/choose-service.ts'],
    ['networkmanager/'],
    ['wpa-supplicant/'],
    ['wifi/', 'programs/'],
  ],
};

/** Circles that are honest: objects that refer to each other, as those of a radio do. Each lists one file of it. */
export const knownCircles = [
  'packages/testing/src/radio/radio-air.ts',
  'packages/virtual-bluez/src/daemon.ts',
  'packages/virtual-network/src/networkmanager/networkmanagerd.ts',
];
