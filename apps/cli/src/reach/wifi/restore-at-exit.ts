import { spawnSync } from 'node:child_process';

/** Longest time for one command at the end of the process, in ms. */
const longestMs = 45_000;

/**
 * Returns `restore`, to be called once. If the process ends before that is done, as at the second Ctrl-C, the given
 * arguments of nmcli are run instead, one after the other.
 */
export function onLeftBehind(
  commands: readonly (readonly string[])[],
  restore: () => Promise<void>,
): () => Promise<void> {
  let restored: Promise<void> | undefined;
  const atExit = () => {
    for (const args of commands) spawnSync('nmcli', args, { stdio: 'ignore', timeout: longestMs });
  };
  process.on('exit', atExit);
  return async () => {
    restored ??= restore().finally(() => process.off('exit', atExit));
    await restored;
  };
}
