import type { Credentials } from '@esp-prov/client';
import type { DeviceOptions } from '../device-options.ts';
import { askSecret, askText, isInteractive } from '../prompts.ts';

/** What a client proves itself with. */
export type Secrets = Pick<Credentials, 'pop' | 'username' | 'password'>;

/** The secrets of the options, and the questions for those that are missing, where somebody can be asked. */
export function firstSecrets(options: DeviceOptions): Secrets {
  const ask = (question: string, option: string) => (isInteractive() ? () => askSecret(question, option) : undefined);
  const askName = isInteractive() ? () => askText('User name', '--sec2-username') : undefined;
  return {
    pop: options.pop ?? ask('Proof of possession', '--pop'),
    username: options.sec2Username ?? askName,
    password: options.sec2Pwd ?? ask('Password of the device', '--sec2-pwd'),
  };
}

/** The questions for others in the place of wrong ones. An empty answer throws `failure`, which ends the run. */
export function otherSecrets(failure: unknown): Secrets {
  const orStop = (answer: string) => {
    if (answer === '') throw failure;
    return answer;
  };
  return {
    pop: async () => orStop(await askSecret('Proof of possession (empty: stop)', '--pop')),
    username: async () => orStop(await askText('User name (empty: stop)', '--sec2-username')),
    password: async () => orStop(await askSecret('Password of the device (empty: stop)', '--sec2-pwd')),
  };
}
