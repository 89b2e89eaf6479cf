import type { Command } from 'commander';
import type { OptionRule } from '../../../options/idle-option.ts';
import { addContradiction, addOptionRules } from '../../../options/option-rules.ts';
import { boardGroups } from './board-groups.ts';
import type { BoardOptions } from './board-options.ts';

type Options = Readonly<Record<string, unknown>> & Partial<BoardOptions>;

/** What a virtual ESP32 has and a board has not. */
const virtualOnly = [
  '--chip',
  '--flash',
  '--partition-table-offset',
  '--flash-fault',
  '--power-cut',
  '--ble',
  '--ble-host',
  '--profile',
  '--listen',
  '--pty',
  '--http-segments',
  '--allow-origin',
  '--service-uuid',
  '--fault',
  '--mac',
  '--vendor',
  '--air',
  '--show-air',
  '--on-failure',
  '--no-auto-stop',
  '--obey-bssid',
  '--log-secrets',
  '--fast',
];

/** What a board has and a virtual ESP32 has not. */
const boardOnly = Object.values(boardGroups)
  .flat()
  .filter((option) => option !== '--linux');

/** What runs a board, and is part of what `--install` installs. */
const ofRun = [
  '--transport',
  '--name',
  '--security',
  '--pop',
  '--no-pop',
  '--username',
  '--password',
  '--wifi',
  '--wifi-interface',
  '--ble-adapter',
  '--hotspot',
  '--hotspot-password',
  '--port',
  '--serve-app',
  '--start',
  '--offline-after',
  '--failed-boots',
  '--window',
  '--session-only',
  '--hook',
  '--button',
  '--endpoint',
  '--endpoints',
  '--app-info',
  '--exit-when-provisioned',
  '--log-level',
  '--no-qr',
];

/** What ends by itself in place of running the board, and which of the options above it reads. */
const actions: Readonly<Record<string, readonly string[]>> = {
  '--show-label': [
    '--transport',
    '--no-qr',
    // What says who the board is in place of its own identity.
    '--name',
    '--security',
    '--pop',
    '--no-pop',
    '--username',
    '--password',
    '--hotspot',
    '--hotspot-password',
  ],
  '--reset': ['--wifi', '--wifi-interface'],
  '--uninstall': [],
  '--erase': ['--wifi', '--wifi-interface'],
};

/** What cannot be done in one run: the first with any of those behind it. */
const contradictions: readonly (readonly [string, ...string[]])[] = [
  ['--show-label', '--reset', '--erase', '--install', '--uninstall'],
  ['--reset', '--erase', '--install', '--uninstall'],
  ['--install', '--uninstall', '--erase'],
];

/** Adds the rules of `--linux`: an option that would do nothing beside the others is refused by name. */
export function addBoardRules(command: Command): void {
  const isSoftAp = ({ transport }: Options) => transport === 'softap';
  const onBoard =
    (isIdle: (options: Options) => boolean) =>
    (options: Options): boolean =>
      options.linux === true && isIdle(options);
  const rules: OptionRule[] = [
    ...boardOnly.map((flag) => ({ flag, why: 'needs --linux', isIdle: ({ linux }: Options) => linux !== true })),
    ...virtualOnly.map((flag) => ({
      flag,
      why: 'means nothing to --linux: it belongs to the virtual ESP32',
      isIdle: ({ linux }: Options) => linux === true,
    })),
    ...['--apply', '--force', '--root'].map((flag) => ({
      flag,
      why: 'needs --install or --uninstall',
      isIdle: onBoard(({ install, uninstall }) => !install && !uninstall),
    })),
    { flag: '--force', why: 'needs --apply', isIdle: onBoard(({ apply }) => !apply) },
    ...Object.entries(actions).flatMap(([action, read]) =>
      ofRun
        .filter((flag) => !read.includes(flag))
        .map((flag) => ({
          flag,
          why: `means nothing to ${action}`,
          isIdle: onBoard((options) => options[nameOf(action)] === true),
        })),
    ),
    ...['--hotspot', '--hotspot-password', '--port', '--serve-app'].map((flag) => ({
      flag,
      why: 'needs --transport softap',
      isIdle: onBoard((options) => !isSoftAp(options)),
    })),
    { flag: '--ble-adapter', why: 'needs --transport ble', isIdle: onBoard(isSoftAp) },
    {
      flag: '--hotspot-password',
      why: 'means nothing to --hotspot open',
      isIdle: onBoard(({ hotspot }) => hotspot === 'open'),
    },
    { flag: '--offline-after', why: 'needs --start offline', isIdle: onBoard(({ start }) => start !== 'offline') },
    {
      flag: '--transport',
      why: 'console means nothing to --linux: Expected ble or softap',
      isIdle: onBoard(({ transport }) => transport === 'console'),
    },
    {
      flag: '--session-only',
      why: 'takes no value with --linux',
      isIdle: onBoard(({ sessionOnly }) => typeof sessionOnly === 'string'),
    },
    {
      flag: '--state',
      why: 'means nothing to --uninstall, which leaves the state alone without --erase',
      isIdle: onBoard(({ uninstall, erase }) => uninstall === true && !erase),
    },
    ...['--pop', '--no-pop'].map((flag) => ({
      flag,
      why: 'needs --security 1',
      isIdle: onBoard(({ security }) => security !== 1),
    })),
    ...['--username', '--password'].map((flag) => ({
      flag,
      why: 'needs --security 2',
      isIdle: onBoard(({ security = 2 }) => security !== 2),
    })),
    { flag: '--username', why: 'needs --password', isIdle: onBoard(({ password }) => password === undefined) },
  ];
  addOptionRules(command, rules);
  for (const [first, ...others] of contradictions) {
    for (const second of others) addContradiction(command, first, second);
  }
}

/** Name of the value of an option, as commander makes it. */
function nameOf(flag: string): string {
  return flag.slice(2).replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
