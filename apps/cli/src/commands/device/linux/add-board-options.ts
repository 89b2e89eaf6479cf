import { type Command, InvalidArgumentError, Option } from 'commander';
import { splitAssignment } from '../../../options/json-or-text.ts';
import { addSecretOption } from '../../../options/secret-options.ts';
import type { ProgramEndpoint } from './board-options.ts';
import { addBoardRules } from './board-rules.ts';

/** Most hook commands, and most endpoints by a command. */
const [mostHooks, mostEndpoints] = [8, 16];

/** Adds the options of `esp-prov device --linux`, by which this board is the device. */
export function addBoardOptions(command: Command): void {
  command
    .option('--linux', 'be this Linux board in place of a virtual ESP32: its Wi-Fi, its Bluetooth or access point')
    .option('--state <folder>', 'folder of what the board keeps (default: $STATE_DIRECTORY, else /var/lib/esp-prov)')
    .addOption(
      new Option(
        '--wifi <service>',
        'Wi-Fi service of the board (default: NetworkManager where it manages the radio)',
      ).choices(['networkmanager', 'wpa-supplicant']),
    )
    .addOption(
      new Option('--wifi-interface <name>', 'Wi-Fi interface of the board (default: the first)').argParser(
        parseInterface,
      ),
    )
    .addOption(
      new Option('--hotspot <kind>', 'access point of --transport softap: with a password, or open').choices([
        'protected',
        'open',
      ]),
    );
  addSecretOption(command, {
    flags: '--hotspot-password <text>',
    description: 'password of the access point, 8 to 63 characters (default: a random one, which the label tells)',
    question: 'Password of the access point',
    none: '--hotspot open',
  });
  command
    .addOption(
      new Option('--port <number>', 'HTTP port of --transport softap with --linux (default: 80)').argParser(parsePort),
    )
    .addOption(
      new Option(
        '--start <when>',
        'when provisioning is offered: without a network of ours, also while offline, always, or on demand only (default: "unprovisioned")',
      ).choices(['unprovisioned', 'offline', 'always', 'demand']),
    )
    .addOption(
      new Option('--offline-after <seconds>', 'how long --start offline waits for a network (default: 60)').argParser(
        parseSeconds,
      ),
    )
    .addOption(
      new Option(
        '--failed-boots <number>',
        'also offer provisioning after so many starts in a row without a network',
      ).argParser(parseCount),
    )
    .addOption(
      new Option('--window <seconds>', 'how long provisioning is offered at most (default: without limit)').argParser(
        parseSeconds,
      ),
    )
    .addOption(
      new Option(
        '--hook <command>',
        'shell command to run at every event, which is its $1 and JSON on its input; repeatable',
      ).argParser(collectHook),
    )
    .addOption(
      new Option(
        '--button <command>',
        'shell command that waits for a button: its line "offer", or its end with code 0, offers provisioning',
      ).argParser(parseCommand),
    )
    .addOption(
      new Option(
        '--endpoint <name=command>',
        'endpoint that a shell command answers: request on its input, answer on its output; repeatable',
      ).argParser(collectEndpoint),
    )
    .option('--show-label', 'print the name, the secret and the QR code of the board, and end')
    .option('--reset', 'forget the network that provisioning has brought, and end')
    .option('--erase', 'forget everything, the secret of the board too, and end')
    .option('--install', 'show the files that make the board a device at every start; --apply writes them')
    .option('--uninstall', 'show the files of --install that would be removed; --apply removes them')
    .option('--apply', 'really do what --install or --uninstall shows')
    .option('--force', 'with --apply: also replace or remove files that somebody has changed')
    .option('--root <folder>', 'system in a folder, such as an image, for --install and --uninstall');
  addBoardRules(command);
}

/** Names of interfaces as the kernel takes them. linux: dev_valid_name */
function parseInterface(text: string): string {
  if (/^[^\s/:]{1,15}$/.test(text) && text !== '.' && text !== '..') return text;
  throw new InvalidArgumentError('Expected an interface, for example wlan0.');
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new InvalidArgumentError('Expected a port, for example 80.');
}

/** A week: what is longer is no limit. */
const longestSeconds = 604_800;

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (/^\d{1,6}$/.test(text) && seconds >= 1 && seconds <= longestSeconds) return seconds;
  throw new InvalidArgumentError(`Expected a number of seconds from 1 to ${longestSeconds}, for example 300.`);
}

function parseCount(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a number from 1 to 999, for example 3.');
}

function parseCommand(text: string): string {
  if (text.trim() !== '') return text;
  throw new InvalidArgumentError(
    'Expected a command, for example "gpiomon --num-events=1 --falling-edge gpiochip0 17".',
  );
}

function collectHook(text: string, before: readonly string[] = []): string[] {
  if (before.length === mostHooks) throw new InvalidArgumentError(`There can be ${mostHooks} hooks at most.`);
  return [...before, parseCommand(text)];
}

function collectEndpoint(text: string, before: readonly ProgramEndpoint[] = []): ProgramEndpoint[] {
  const { key: name = '', value: program = '' } = splitAssignment(text) ?? {};
  if (!/^[A-Za-z0-9_-]{1,32}$/.test(name) || program.trim() === '') {
    throw new InvalidArgumentError('Expected name=command, for example static-ip=/usr/local/bin/static-ip.');
  }
  if (before.some((other) => other.name === name)) throw new InvalidArgumentError('A name can be given once.');
  if (before.length === mostEndpoints) {
    throw new InvalidArgumentError(`There can be ${mostEndpoints} endpoints at most.`);
  }
  return [...before, { name, program }];
}
