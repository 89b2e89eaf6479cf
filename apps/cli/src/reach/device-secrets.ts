import type { ClientProof } from '@esp-prov/client';
import { requireSecret } from '../options/require-secret.ts';
import { askSecret, askText, isInteractive } from '../terminal/prompts.ts';
import type { ReachOptions } from './reach-options.ts';

/** What an answer may not hold. */
const check = (text: string) => requireSecret(text, 'it');

/** What a client proves itself with. */
export type Secrets = Pick<ClientProof, 'pop' | 'username' | 'password'>;

/**
 * Returns the secrets of the options. An empty value is none: whoever has no proof of possession says so by `--no-pop`.
 */
export function givenSecrets({ pop, sec2Username, sec2Pwd, qrSecret, qrUsername }: ReachOptions): Secrets {
  return {
    pop: pop === false ? '' : pop || undefined,
    username: sec2Username || (qrUsername ? () => qrUsername : undefined),
    password: sec2Pwd || (qrSecret ? () => qrSecret : undefined),
  };
}

/** Returns the secrets of the options, and the questions for those that are missing, where somebody can be asked. */
export function firstSecrets(options: ReachOptions): Secrets {
  const { pop, username, password } = givenSecrets(options);
  if (!isInteractive()) return { pop, username, password };
  return {
    pop: pop ?? (() => askSecret('Proof of possession', '--pop', check)),
    username: username ?? (() => askText('User name', '--sec2-username', check)),
    password: password ?? (() => askSecret('Password of the device', '--sec2-pwd', check)),
  };
}

/**
 * Returns the questions for others in the place of wrong ones. An empty answer throws `failure`, which ends the run.
 */
export function otherSecrets(failure: unknown): Secrets {
  const orStop = (answer: string) => {
    if (answer === '') throw failure;
    return answer;
  };
  return {
    pop: async () => orStop(await askSecret('Proof of possession (empty: stop)', '--pop', check)),
    username: async () => orStop(await askText('User name (empty: stop)', '--sec2-username', check)),
    password: async () => orStop(await askSecret('Password of the device (empty: stop)', '--sec2-pwd', check)),
  };
}
