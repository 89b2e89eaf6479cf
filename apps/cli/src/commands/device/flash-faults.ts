import type { FlashDamage, PowerCut } from '@esp-prov/virtual';
import { type Command, InvalidArgumentError, Option } from 'commander';

/** Options of `esp-prov device` that make its flash fail. */
export interface FlashFaultOptions {
  readonly powerCut?: PowerCut;
  readonly flashFault?: readonly FlashDamage[];
}

const damages: readonly FlashDamage[] = ['corrupt-table', 'corrupt-nvs', 'small-nvs', 'no-keys'];

/** Adds the options of faults in the flash. */
export function withFlashFaults(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--power-cut <when>',
        'cut the power after N flash operations, counted from boot (N) or from storing the credentials (apply:N)',
      ).argParser(parsePowerCut),
    )
    .addOption(
      new Option('--flash-fault <kind>', 'damage the flash before the start, for good; repeatable')
        .choices(damages)
        .argParser(collectDamages),
    );
}

/** Parses a moment such as `12`, `apply` or `apply:12`. */
function parsePowerCut(text: string): PowerCut {
  const found = /^(?:(\d{1,9})|apply(?::(\d{1,9}))?)$/.exec(text);
  if (!found) throw new InvalidArgumentError('Expected a number, apply or apply:number, for example apply:12.');
  if (found[1] !== undefined) return { from: 'start', operations: Number(found[1]) };
  return { from: 'apply', operations: Number(found[2] ?? 0) };
}

function collectDamages(text: string, before: readonly FlashDamage[] = []): FlashDamage[] {
  const found = damages.find((damage) => damage === text);
  if (!found) throw new InvalidArgumentError(`Allowed choices are ${damages.join(', ')}.`);
  return [...before, found];
}
