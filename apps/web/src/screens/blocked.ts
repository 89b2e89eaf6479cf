import { html, type TemplateResult } from 'lit';
import type { Obstacle } from '../flow/way.ts';
import { ios, linux, noBluetooth, noHelper, noSerial } from './blocked-browser.ts';
import { adapter, frame, insecure, location } from './blocked-here.ts';
import type { ScreenContext, ScreenOf } from './screen-context.ts';

/** "Why not here": a screen per obstacle, each with the remedy that works there. */
const screens: Readonly<Record<Obstacle, (context: ScreenContext) => TemplateResult>> = {
  ios,
  'no-web-bluetooth': noBluetooth,
  'no-web-serial': noSerial,
  'linux-flag': linux,
  'insecure-page': insecure,
  'no-adapter': adapter,
  'android-location': location,
  'not-permitted': frame,
  'no-helper': noHelper,
};

/** A way in that is not to be had here, and what works instead. */
export function blocked({ obstacle }: ScreenOf<'blocked'>, context: ScreenContext): TemplateResult {
  return html`${screens[obstacle](context)}`;
}
