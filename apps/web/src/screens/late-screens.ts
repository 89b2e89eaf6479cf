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

/** Screens that no first click leads to. */
export const lateScreens: Pick<Screens, LateName> = {
  blocked,
  qr,
  softap,
  nothing: nothingChosen,
  proof,
  account,
  consent,
  networks,
  other,
  password,
  joining,
  done,
  failed,
  unknown,
  already,
};

/** Their names. */
export type LateName =
  | 'blocked'
  | 'qr'
  | 'softap'
  | 'nothing'
  | 'proof'
  | 'account'
  | 'consent'
  | 'networks'
  | 'other'
  | 'password'
  | 'joining'
  | 'done'
  | 'failed'
  | 'unknown'
  | 'already';
