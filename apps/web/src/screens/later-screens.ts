import { already } from './already.ts';
import type { AsideName } from './aside-screens.ts';
import { consent } from './consent.ts';
import { done } from './done.ts';
import { failed } from './failed.ts';
import { joining } from './joining.ts';
import { networks } from './networks.ts';
import { other } from './other.ts';
import { password } from './password.ts';
import { account, proof } from './proof.ts';
import type { Screens } from './screens.ts';
import { softap } from './softap.ts';
import { unknown } from './unknown.ts';

/** Screens that nobody sees first: a chunk of their own, which is there long before they are. */
export const laterScreens: Omit<Screens, 'start' | 'choose' | 'connecting' | 'trouble' | AsideName> = {
  account,
  already,
  consent,
  done,
  failed,
  joining,
  networks,
  other,
  password,
  proof,
  softap,
  unknown,
};
