import { check } from '../../support/checks.mjs';

/** Waits until `holds` returns what is true. */
export async function untilTrue(holds, what, patienceMs = 40_000) {
  const deadline = Date.now() + patienceMs;
  while (!(await holds())) {
    check(Date.now() < deadline, `never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
