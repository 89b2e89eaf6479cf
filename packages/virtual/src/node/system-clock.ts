/** Returns the time of day, in ms since 1970. */
export function timeOfDay(): number {
  return Date.now();
}

/** Runs `task` every `ms` milliseconds until the returned function is called; the process may end all the same. */
export function repeat(ms: number, task: () => void): () => void {
  const timer = setInterval(task, ms);
  timer.unref();
  return () => clearInterval(timer);
}
