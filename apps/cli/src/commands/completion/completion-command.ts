import { Argument, type Command } from 'commander';
import { addExamples } from '../../options/examples.ts';
import type { Shell } from './completion.ts';

/** Adds `esp-prov completion`: a script that makes a shell complete commands, options and values. */
export function addCompletionCommand(program: Command): void {
  const command = program
    .command('completion')
    .description('print a script that makes a shell complete this command')
    .addArgument(new Argument('<shell>', 'which one').choices(['bash', 'zsh', 'fish'] satisfies Shell[]))
    .option('--json', 'print one JSON value')
    .action(async (shell: Shell, options: { readonly json?: boolean }) =>
      (await import('./completion.ts')).printCompletion(program, shell, options),
    );
  addExamples(
    command,
    "echo 'source <(esp-prov completion bash)' >> ~/.bashrc",
    "echo 'source <(esp-prov completion zsh)' >> ~/.zshrc     # behind compinit",
    'esp-prov completion fish > ~/.config/fish/completions/esp-prov.fish',
  );
}
