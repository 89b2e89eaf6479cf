import { type Pumped, pumped, worstInputs } from './worst-inputs.ts';

/** What the worst of the inputs costs an expression. */
export interface Cost {
  readonly input: Pumped;
  /** Milliseconds for 100 kB. Infinite for what took too long on a shorter one already. */
  readonly ms: number;
  /** How many times as long 100 kB take as 25 kB; 4 where the time is linear. */
  readonly growth: number;
}

/** Lengths on which candidates are tried first, in small steps: what is exponential or cubic shows before it hangs. */
const trials = [16, 20, 24, 29, 35, 42, 50, 60, 72, 86, 104, 125, 150, 180, 300, 600, 1200, 2400, 8000];

/** Milliseconds on a trial after which longer ones are not tried. */
const hopelessMs = 40;

/** Candidates that are measured at length. */
const finalists = 5;

/** Finds the worst input of an expression, and how long it takes. */
export function costOf({ source, flags }: RegExp): Cost {
  // A sticky one would look at one place only, which is not how all are used.
  const expression = new RegExp(source, flags.replace('y', ''));
  const ranked: { input: Pumped; ms: number }[] = [];
  for (const input of worstInputs(expression)) {
    const ms = trialMs(expression, input);
    if (ms > hopelessMs) return hopeless(input);
    ranked.push({ input, ms });
  }
  ranked.sort((a, b) => b.ms - a.ms);
  let worst: Cost = { input: { before: '', pump: '', after: '' }, ms: 0, growth: 1 };
  for (const { input } of ranked.slice(0, finalists)) {
    const short = leastMs(expression, pumped(input, 25_000));
    // A quarter of the length should take a quarter of the time; what is quadratic would take minutes now.
    if (short > hopelessMs) return hopeless(input);
    const ms = leastMs(expression, pumped(input, 100_000));
    if (ms > worst.ms) worst = { input, ms, growth: ms / Math.max(short, 0.01) };
  }
  return worst;
}

function hopeless(input: Pumped): Cost {
  return { input, ms: Number.POSITIVE_INFINITY, growth: Number.POSITIVE_INFINITY };
}

function trialMs(expression: RegExp, input: Pumped): number {
  let ms = 0;
  for (const length of trials) {
    ms = onceMs(expression, pumped(input, length));
    // If the machine was busy for a moment, the measurement is repeated.
    if (ms > hopelessMs) ms = leastMs(expression, pumped(input, length));
    if (ms > hopelessMs) return ms;
  }
  return ms;
}

/** The least of several runs: what else the machine does makes a run longer, never shorter. */
function leastMs(expression: RegExp, text: string): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 5 && least > 1; i++) {
    least = Math.min(least, onceMs(expression, text));
    // Far too slow twice is too slow; more runs would only show the same.
    if (i > 0 && least > 2 * hopelessMs) break;
  }
  return least;
}

/** Time of the processor, to which other programs add little. */
function onceMs(expression: RegExp, text: string): number {
  const begun = process.cpuUsage();
  text.replace(expression, '');
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}
