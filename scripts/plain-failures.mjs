/** Errors that only a fault of the script itself has. */
const faults = new Set(['TypeError', 'ReferenceError', 'RangeError']);

/** What stands in the way, by the code of the error. */
const obstacles = {
  EACCES: 'this is not permitted. Expected a checkout and a TMPDIR of your own, for example a clone in your home',
  EPERM: 'this is not permitted. Expected a checkout and a TMPDIR of your own, for example a clone in your home',
  EROFS: 'this is a read-only place. Expected one that can be written to, for example a clone in your home',
  ENOSPC: 'no room is left. Expected a few hundred MB, for example after: rm -rf stage release site/dist',
};

/**
 * Has a script that fails print why, in a sentence and without a stack trace, and end with 1.
 *
 * @param {string} name of the script, as in `npm run`
 */
export function plainFailures(name) {
  process.once('uncaughtException', (error) => {
    console.error(`${name}: ${plainWords(error)}`);
    process.exit(1);
  });
}

/** Returns what an error says, and for an error of the file system what can be done. A fault of a script is shown whole. */
export function plainWords(error) {
  if (!(error instanceof Error) || faults.has(error.name)) return error?.stack ?? String(error);
  const obstacle = Object.hasOwn(obstacles, error.code ?? '') ? obstacles[error.code] : undefined;
  return obstacle !== undefined && error.path !== undefined
    ? `${error.dest ?? error.path}: ${obstacle}`
    : error.message;
}
