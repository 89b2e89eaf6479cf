import { idf32, idf32beta } from './idf-3.2.ts';
import { idf33 } from './idf-3.3.ts';
import { idf42 } from './idf-4.2.ts';
import { idf44 } from './idf-4.4.ts';
import { idf53 } from './idf-5.3.ts';
import { idf55 } from './idf-5.5.ts';
import { netprov12 } from './netprov-1.2.ts';
import { netprov12idf601 } from './netprov-1.2-idf6.0.1.ts';
import { netprov12idf602 } from './netprov-1.2-idf6.0.2.ts';
import { netprov14 } from './netprov-1.4.ts';
import { readme } from './readme.ts';
import type { ReleaseProfile } from './release-profile.ts';

/** Every profile, the default one first. */
export const releaseProfiles: readonly ReleaseProfile[] = [
  readme,
  idf32,
  idf32beta,
  idf33,
  idf42,
  idf44,
  idf53,
  idf55,
  netprov12,
  netprov12idf601,
  netprov12idf602,
  netprov14,
];
