import { already } from './already.ts';
import { consent } from './consent.ts';
import { done } from './done.ts';
import { failed } from './failed.ts';
import { joining } from './joining.ts';
import { networks } from './networks.ts';
import { other } from './other.ts';
import { password } from './password.ts';
import { account, proof } from './proof.ts';
import { qr } from './qr.ts';
import type { Screens } from './screens.ts';
import { unknown } from './unknown.ts';

/** Screens that no first click leads to. */
export const lateScreens: Pick<Screens, LateName> = {
  qr,
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
  | 'qr'
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
