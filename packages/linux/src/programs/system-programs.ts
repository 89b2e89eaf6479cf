import { type Clock, systemClock } from '@esp-prov/protocol';
import { guardProgram } from './guard-program.ts';
import type { Programs } from './programs.ts';
import { runProgram } from './run-program.ts';

/** Returns the programs of this system. */
export function systemPrograms({ clock = systemClock }: { readonly clock?: Clock | undefined } = {}): Programs {
  return {
    run: (run) => runProgram(run, clock),
    guard: (guard) => guardProgram(guard, clock),
  };
}
