/** The parts of an input that is long because its middle is repeated. */
export interface Pumped {
  readonly before: string;
  readonly pump: string;
  readonly after: string;
}

/** Characters of which classes are made up, for finding members: plain ones, blanks, controls, marks, emoji. */
const probes: readonly string[] = [
  ...Array.from({ length: 0x180 }, (_, i) => String.fromCharCode(i)),
  ...[
    '\u{301}',
    '\u{200b}',
    '\u{200d}',
    '\u{2028}',
    '\u{202e}',
    '\u{3000}',
    '\u{fe0f}',
    '\u{20e3}',
    '\u{4e00}',
    '\u{ff1d}',
  ],
  ...['\u{1f600}', '\u{1f3fd}', '\u{e0061}', '\u{d800}'],
];

/** Behind the pump: nothing, and what few expressions take. */
const endings = ['', '!', '\n'];

/** Windows of an expression that are repeated: longer ones represent sequences that begin alike. */
const longestWindow = 6;

/**
 * Inputs that may be the worst for an expression: members of its classes, what two classes have in common, and sequences of
 * its parts, each repeated behind nothing or behind what the parts in front take, and ended by near misses.
 */
export function worstInputs({ source, flags }: RegExp): Pumped[] {
  const atoms = atomsOf(source).map((atom) => membersOf(atom, flags));
  const samples = atoms.map(([first = '']) => first);
  const found = new Map<string, Pumped>();
  const add = (before: string, pump: string, next: readonly string[]) => {
    if (pump === '') return;
    const misses = probes.find((probe) => !next.includes(probe)) ?? '';
    for (const lead of new Set(['', before])) {
      for (const after of new Set([...endings, misses, samples.join('')])) {
        found.set(JSON.stringify([lead, pump, after]), { before: lead, pump, after });
      }
    }
  };
  for (const [i, members] of atoms.entries()) {
    const before = samples.slice(0, i).join('');
    for (const other of [members, ...atoms]) {
      const shared = members.find((member) => other.includes(member));
      if (shared !== undefined) add(before, shared, atoms[i + 1] ?? []);
    }
    for (const other of samples.slice(i + 1, i + 5)) add(before, (samples[i] ?? '') + other, atoms[i + 1] ?? []);
    for (const length of [2, 3, longestWindow, atoms.length - i, atoms.length]) {
      add(before, samples.slice(i, i + length).join(''), atoms[i + length] ?? []);
    }
  }
  return [...found.values()];
}

/** Sources of what takes one character, in their order; groups, quantifiers and positions are passed over. */
function atomsOf(source: string): string[] {
  const part =
    /\\[pP]\{[^}]*\}|\\u\{[^}]*\}|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|\\c[A-Za-z]|\\k<[^>]*>|\\.|\[(?:\\.|[^\]\\])*\]|\(\?(?:<?[=!]|:|<[^>]*>)|[()|^$*+?]|\{\d+(?:,\d*)?\}|./gsu;
  const positions = /^(\(|[()|^$*+?]$|\{\d|\\[bBk])/;
  return [...source.matchAll(part)].map(([text]) => text).filter((text) => !positions.test(text));
}

function membersOf(atom: string, flags: string): string[] {
  const one = new RegExp(`^${atom}$`, flags.replace(/[gy]/g, ''));
  return probes.filter((probe) => one.test(probe));
}

/** The input with its middle repeated up to a length. */
export function pumped({ before, pump, after }: Pumped, length: number): string {
  return before + pump.repeat(Math.max(1, Math.floor(length / pump.length))) + after;
}
