import type { CSSResult } from 'lit';
import { base } from './base.ts';
import { buttons } from './buttons.ts';
import { card } from './card.ts';
import { fields } from './fields.ts';
import { networksLook } from './networks-look.ts';
import { notes } from './notes.ts';
import { sceneLook } from './scene-look.ts';
import { stepsLook } from './steps-look.ts';
import { tokens } from './tokens.ts';
import { ways } from './ways.ts';

/** The whole look, for the shadow root of a component: tokens first, then what is built from them. */
export const look: readonly CSSResult[] = [
  tokens,
  base,
  card,
  sceneLook,
  buttons,
  ways,
  stepsLook,
  fields,
  networksLook,
  notes,
];
