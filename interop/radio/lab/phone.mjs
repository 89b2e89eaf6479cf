import { runProgram } from '../../support/program.mjs';
import { guestScript } from './wifi.mjs';

/** Returns the phone of the guest: a radio in a network namespace of its own. */
export function openPhone() {
  return {
    /** Joins an access point and returns the address that it gave; with an address of its own it asks for none. */
    join: async (ssid, key = '', address = '') =>
      (await guestScript('phone', 'join', ssid, key, address)).split(' ')[0],
    leave: () => guestScript('phone', 'leave'),
    /** Runs a program on the phone to its end; options of `runProgram`. */
    run: (program, args, options) => runProgram('/guest/phone', ['run', program, ...args], options),
    [Symbol.asyncDispose]: () => guestScript('phone', 'leave'),
  };
}
