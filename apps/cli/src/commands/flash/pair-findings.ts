import { exampleUsername } from '@esp-prov/virtual';
import { type PairVerdict, pairVerdict } from '../credentials/pair-verdict.ts';
import type { NvsCommandOptions } from './nvs-partition.ts';
import { pairsInImage } from './pairs-in-image.ts';

/** A finding about a salt and its verifier, in the form of those about damage. */
export interface PairFinding {
  readonly kind: 'pair-short-salt' | 'pair-stripped-hash' | 'pair-no-match' | 'pair-undecided' | 'pair-unread';
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly remedy: string;
}

/** Owner of the pairs. */
interface PairOptions extends NvsCommandOptions {
  readonly username?: string;
  readonly password?: string;
}

const severities: Readonly<Record<Exclude<PairVerdict['verdict'], 'right'>, PairFinding['severity']>> = {
  'short-salt': 'error',
  'stripped-hash': 'error',
  // The password of one device says nothing against the pair of another.
  'no-match': 'warning',
  undecided: 'warning',
};

/** Returns what is wrong with the pairs of an image, or cannot be told. */
export async function pairFindings(file: string, options: PairOptions): Promise<PairFinding[]> {
  const { username = exampleUsername, password } = options;
  const { pairs, unread } = await pairsInImage(file, options);
  const findings = pairs.flatMap(({ place, pair }): PairFinding[] => {
    const { verdict, text, remedy } = pairVerdict(pair, { username, password });
    if (verdict === 'right') return [];
    const kind = `pair-${verdict}` as const;
    const message = `${place}: ${text}`;
    return [{ kind, severity: severities[verdict], message, remedy: remedy ?? passwordNeeded }];
  });
  return [
    ...findings,
    ...unread.map((message) => ({
      kind: 'pair-unread' as const,
      severity: 'warning' as const,
      message,
      remedy: 'Give its keys (--key-file), or look into it alone (--partition).',
    })),
  ];
}

const passwordNeeded = 'Give the user name and the password of this device (--username, --password-file).';
