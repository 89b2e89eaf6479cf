import { runProgram } from '../../support/program.mjs';
import { guestScript } from './wifi.mjs';

/** Returns the phone of the guest: a radio in a network namespace of its own. */
export function openPhone() {
  return {
    /** Joins an access point and returns the address that it gave. */
    join: async (ssid, key = '') => (await guestScript('phone', 'join', ssid, key)).split(' ')[0],
    leave: () => guestScript('phone', 'leave'),
    /** Runs a program on the phone to its end; options of `runProgram`. */
    run: (program, args, options) => runProgram('/guest/phone', ['run', program, ...args], options),
    [Symbol.asyncDispose]: () => guestScript('phone', 'leave'),
  };
}
