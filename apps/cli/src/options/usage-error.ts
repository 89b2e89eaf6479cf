import { ProvisioningError } from '@esp-prov/protocol';
import type { Command, CommanderError } from 'commander';
import { defaultCommandName } from './command-names.ts';
import { nearest, suggestion } from './nearest.ts';

/** Returns an error of the parser as one of ours, with the names that a mistyped one may stand for. */
export function usageError(error: CommanderError, command: Command): ProvisioningError {
  const text = withoutValue(error.message)
    .replace(/^error: /, '')
    .replace(/^command-argument value ('[^']*') is invalid for argument ('[^']*')/, 'argument $2 cannot be $1')
    .replace(/\s+/g, ' ')
    .replace(/\.$/, '');
  const likely = error.code === 'commander.unknownOption' ? likelyOptions(text, command) : [];
  const message = `${text}${suggestion(likely)}`;
  return new ProvisioningError('usage/invalid-option', message, { cause: error });
}

/** Returns a text without the value behind a mistyped `--passphrase=`: a secret, which the parser would repeat. */
function withoutValue(text: string): string {
  return text.replace(/(unknown option '[^'=]*)=.*'/s, "$1'");
}

function likelyOptions(text: string, command: Command): string[] {
  const typed = /unknown option '-{1,2}([^']+)'/.exec(text)?.[1];
  if (typed === undefined) return [];
  // Whoever names no command may mean an option of the program itself.
  const owners = [command, ...(command.name() === defaultCommandName && command.parent ? [command.parent] : [])];
  const names = owners
    .flatMap((owner) => owner.createHelp().visibleOptions(owner))
    .flatMap(({ long }) => long ?? [])
    .map((name) => name.replace(/^--/, ''));
  return nearest(typed, names).map((name) => `--${name}`);
}
