/** Headings of the help, with the options below them. */
export const boardGroups = {
  'Linux board:': [
    '--linux',
    '--state',
    '--wifi',
    '--wifi-interface',
    '--hotspot',
    '--hotspot-password',
    '--port',
    '--start',
    '--offline-after',
    '--failed-boots',
    '--window',
    '--hook',
    '--button',
    '--endpoint',
  ],
  'Linux board, in place of running it:': [
    '--show-label',
    '--reset',
    '--erase',
    '--install',
    '--uninstall',
    '--apply',
    '--force',
    '--root',
  ],
} as const;
