import { appendFileSync } from 'node:fs';

/** Changes the air, in the words of air/le-air. */
export function air(line) {
  appendFileSync('/run/le-air', `${line}\n`);
}

/** Undoes whatever a case has done to it. */
export function clearAir() {
  for (const controller of [0, 1]) {
    air(`mute ${controller} 0`);
    air(`rssi ${controller} -48`);
    // A count of packets that was never reached.
    air(`keep ${controller}`);
  }
  air('delay 0');
}
