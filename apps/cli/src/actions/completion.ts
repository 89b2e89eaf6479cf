import type { Command } from 'commander';
import type { Shell } from '../commands/completion.ts';
import { type CompletionNode, completionTree } from '../completion/completion-tree.ts';
import { makeOutput } from '../output.ts';

const scripts: Readonly<Record<Shell, () => Promise<(nodes: readonly CompletionNode[]) => string>>> = {
  bash: async () => (await import('../completion/bash.ts')).bashCompletion,
  zsh: async () => (await import('../completion/zsh.ts')).zshCompletion,
  fish: async () => (await import('../completion/fish.ts')).fishCompletion,
};

/** Prints the script for a shell. */
export async function printCompletion(
  program: Command,
  shell: Shell,
  { json = false }: { readonly json?: boolean },
): Promise<void> {
  const script = (await scripts[shell]())(completionTree(program, 'provision'));
  makeOutput({ json }).result({ result: 'completion', shell, script }, script.trimEnd(), { raw: true });
}
