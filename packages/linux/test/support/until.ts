/** Waits until `check` is true, looking again and again. @throws Error when it does not come true in time */
export async function until(check: () => unknown, ms = 60_000): Promise<void> {
  const end = performance.now() + ms;
  while (!(await check())) {
    if (performance.now() > end) throw new Error(`this did not come true: ${check.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
