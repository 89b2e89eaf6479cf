import { drawRun } from '../wire/draw-run.mjs';

/** Returns the table of every message of one provisioning. */
export function wireRunBlock() {
  return drawRun();
}
