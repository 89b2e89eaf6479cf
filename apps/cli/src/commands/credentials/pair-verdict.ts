import { isAmbiguousPair, matchVerifier, type SaltAndVerifier } from '@esp-prov/protocol';

/** What is known about a pair of salt and verifier. */
export interface PairVerdict {
  readonly verdict: 'right' | 'short-salt' | 'stripped-hash' | 'no-match' | 'undecided';
  readonly saltLength: number;
  /** With `short-salt`: bytes of the salt that the verifier belongs to. */
  readonly saltBytes?: number | undefined;
  readonly text: string;
  /** What to do, where something is wrong. */
  readonly remedy?: string;
}

/** Whom a pair shall belong to. */
export interface PairOwner {
  readonly username: string;
  /** Without it nothing is certain. */
  readonly password: string | undefined;
}

const another =
  'Give the device another pair: esp-prov credentials makes one, --nvs as an image of factory data. Firmware that makes ' +
  'its own pair draws again after its keys were erased (esp-prov flash nvs erase).';

/** Checks whether a pair belongs to a user name and a password, and by which rule it was made. */
export function pairVerdict(pair: SaltAndVerifier, { username, password }: PairOwner): PairVerdict {
  const { length: saltLength } = pair.salt;
  if (password === undefined) return { verdict: 'undecided', saltLength, text: undecided(pair) };
  const match = matchVerifier(username, password, pair);
  if (!match) {
    const text = `the verifier does not belong to the user name ${username} with this password`;
    const remedy = 'Check both, letter by letter. If they are right, the device lets nobody in: give it another pair.';
    return { verdict: 'no-match', saltLength, text, remedy };
  }
  const { reading } = match;
  if (reading) {
    const { name: verdict, saltBytes, meaning } = reading;
    const who = verdict === 'short-salt' ? 'No other client than esp-prov gets in. ' : 'Phone apps do not get in. ';
    return { verdict, saltLength, saltBytes, text: meaning, remedy: `${who}${another}` };
  }
  const text = 'user name and password belong to salt and verifier';
  const odd = oddness(pair, username, password);
  return { verdict: 'right', saltLength, text: odd ? `${text}, but ${odd}` : text };
}

/** Without the password nothing is certain: a salt that was cut short looks like any other. */
function undecided({ salt }: SaltAndVerifier): string {
  if (salt[0] === 0) return 'the salt begins with a zero byte, so the generator of the firmware has not made it';
  if (salt.length !== 16) return `the salt has ${salt.length} bytes, so it was given, or made by a tool`;
  return 'only the password tells whether the verifier belongs to all 16 bytes of the salt; of 256 that firmware makes, one does not';
}

function oddness({ salt }: SaltAndVerifier, username: string, password: string): string | undefined {
  if (salt[0] === 0) return 'the salt begins with a zero byte, which some tools drop';
  if (isAmbiguousPair(username, password)) return 'the hash of the two begins with a zero byte, which esp_prov drops';
  return undefined;
}
