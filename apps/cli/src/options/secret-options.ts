import { type Command, Option } from 'commander';

/** An option whose value nobody else should see. */
export interface SecretOption {
  /** As in `--pop <text>`. */
  readonly flags: string;
  readonly description: string;
  /** Its name in the question for it. */
  readonly question: string;
  /** Environment variable that gives it too; an empty one counts as none. */
  readonly env?: string;
  /** What is written where there is no such secret, such as `--no-pop`. */
  readonly none?: string;
}

/**
 * Adds an option for a secret and a matching `-file` option: command lines are seen by all users of a machine and kept
 * by shells. The command line goes before the environment.
 */
export function addSecretOption(command: Command, { flags, description, question, env, none }: SecretOption): Command {
  const option = new Option(flags, description);
  if (env !== undefined) option.env(env);
  const flag = option.long ?? '';
  const name = option.attributeName();
  return command
    .addOption(option)
    .option(`${flag}-file <file>`, 'the same from a file, or - for standard input')
    .hook('preAction', async (owner, action) => {
      // A subcommand may have an option of the same name, which has a hook of its own.
      if (action !== owner) return;
      if (action.getOptionValueSource(name) === 'env' && action.getOptionValue(name) === '') {
        action.setOptionValue(name, undefined);
      }
      await requireWholeVariable(action, name, env);
      const file: unknown = action.getOptionValue(`${name}File`);
      if (typeof file !== 'string') return;
      const { readSecret, refuseBoth } = await import('./secret-source.ts');
      const other = action.getOptionValue(name) === false ? flag.replace('--', '--no-') : flag;
      if (action.getOptionValueSource(name) === 'cli') refuseBoth(other, `${flag}-file`);
      action.setOptionValueWithSource(name, await readSecret(file, { flag, question, none }), 'cli');
    });
}

async function requireWholeVariable(action: Command, name: string, env: string | undefined): Promise<void> {
  const value: unknown = action.getOptionValue(name);
  if (action.getOptionValueSource(name) !== 'env' || typeof value !== 'string') return;
  const { hasRawBytes, rawBytesReason } = await import('../input/raw-bytes.ts');
  if (!hasRawBytes(value)) return;
  const { ProvisioningError } = await import('@esp-prov/protocol');
  throw new ProvisioningError('usage/invalid-option', `the variable ${env} cannot be used: ${rawBytesReason}`);
}
