/**
 * Runs a task that changes files to its end: Ctrl-C and a termination abort its signal, and do not end the process in the
 * middle of a file.
 */
export async function finishing(task: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const { interruptible } = await import('../terminal/interruption.ts');
  await interruptible(task);
}
