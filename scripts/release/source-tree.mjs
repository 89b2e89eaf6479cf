import { run } from '../workspaces.mjs';

/** How many changed files a refusal names. */
const most = 10;

/**
 * Returns the commit that is released, and whether the working tree is that commit.
 *
 * @throws Error when files differ from the commit, unless `allowDirty`
 */
export function sourceTree(root, { allowDirty }) {
  const commit = run('git', ['rev-parse', 'HEAD'], { cwd: root }).trim();
  const changed = run('git', ['status', '--porcelain'], { cwd: root }).split('\n').filter(Boolean);
  if (changed.length > 0 && !allowDirty) {
    const rest = changed.length - most;
    throw new Error(
      [
        'A release is made of a commit, and these files differ from it:',
        ...changed.slice(0, most),
        ...(rest > 0 ? [`and ${rest} more`] : []),
        'Commit them, or try with --allow-dirty, whose result is not for release.',
      ].join('\n'),
    );
  }
  return { commit, clean: changed.length === 0 };
}
