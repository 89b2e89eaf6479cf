import { already } from './already.ts';
import { blocked } from './blocked.ts';
import { consent } from './consent.ts';
import { done } from './done.ts';
import { failed } from './failed.ts';
import { joining } from './joining.ts';
import { networks } from './networks.ts';
import { nothingChosen } from './nothing-chosen.ts';
import { other } from './other.ts';
import { password } from './password.ts';
import { account, proof } from './proof.ts';
import { qr } from './qr.ts';
import type { Screens } from './screens.ts';
import { softap } from './softap.ts';
import { unknown } from './unknown.ts';

/** Screens that nobody sees first: a chunk of their own, which is there long before they are. */
export const laterScreens: Omit<Screens, 'start' | 'choose' | 'connecting' | 'trouble'> = {
  account,
  already,
  blocked,
  consent,
  done,
  failed,
  joining,
  networks,
  nothing: nothingChosen,
  other,
  password,
  proof,
  qr,
  softap,
  unknown,
};
