import type { Command } from 'commander';
import { addExamples } from '../../options/examples.ts';

/** Adds `esp-prov errors`: what the name behind an error message means, its likely causes and what to do. */
export function addErrorsCommand(program: Command): void {
  const command = program
    .command('errors')
    .description('explain an error: its likely causes and what to do')
    .argument(
      '[code]',
      'name of an error, as it stands at the end of its message, or of a family (default: all in short)',
    )
    .option('--json', 'print one JSON value')
    .action(async (code: string | undefined, options: { readonly json?: boolean }) =>
      (await import('./errors.ts')).explainErrors(code, options),
    );
  addExamples(command, 'esp-prov errors wifi/auth-error', 'esp-prov errors session');
}
