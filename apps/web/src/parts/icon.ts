import { html, type TemplateResult } from 'lit';

/** Paths of the signs of the first screens, on a ground of 24 units: one line, round ends. */
export const iconPaths = {
  bluetooth: 'm7 8 10 8.5-5 4V3.5l5 4L7 16',
  usb: 'M12 21.5V17M12 5.5v1.2M8 17h8a1.5 1.5 0 0 0 1.5-1.5V10h-11v5.5A1.5 1.5 0 0 0 8 17ZM8.8 10V4.5a1 1 0 0 1 1-1h4.4a1 1 0 0 1 1 1V10M11 6.6v.01M13 6.6v.01',
  wifi: 'M3 9.8a13 13 0 0 1 18 0M6.2 13.2a8.3 8.3 0 0 1 11.6 0M9.3 16.5a3.9 3.9 0 0 1 5.4 0M12 19.6v.01',
  hotspot:
    'M8 13.5h8a1.5 1.5 0 0 1 1.5 1.5v4.5A1.5 1.5 0 0 1 16 21H8a1.5 1.5 0 0 1-1.5-1.5V15A1.5 1.5 0 0 1 8 13.5ZM12 17.2v.01M8.7 10a4.9 4.9 0 0 1 6.6 0M5.4 6.7a9.6 9.6 0 0 1 13.2 0',
  qr: 'M4 4h6v6H4ZM14 4h6v6h-6ZM4 14h6v6H4ZM14 14h2.2v2.2H14ZM18 18h2v2h-2ZM20 14v.01M14 20v.01',
  chevron: 'm9 5.5 6.5 6.5L9 18.5',
  back: 'M19.5 12h-15M10.5 6l-6 6 6 6',
  close: 'M6 6l12 12M18 6 6 18',
  lock: 'M6.8 11h10.4a1.5 1.5 0 0 1 1.5 1.5v6a1.5 1.5 0 0 1-1.5 1.5H6.8a1.5 1.5 0 0 1-1.5-1.5v-6A1.5 1.5 0 0 1 6.8 11ZM8.4 11V7.6a3.6 3.6 0 0 1 7.2 0V11',
  eye: 'M2.5 12c1.8-4 5.3-6.3 9.5-6.3s7.7 2.3 9.5 6.3c-1.8 4-5.3 6.3-9.5 6.3S4.3 16 2.5 12ZM12 9.1a2.9 2.9 0 1 0 0 5.8 2.9 2.9 0 0 0 0-5.8Z',
  eyeOff:
    'M4 4l16 16M9.6 6a9.6 9.6 0 0 1 2.4-.3c4.2 0 7.7 2.3 9.5 6.3a12 12 0 0 1-2.5 3.5M6.3 7.3A11.5 11.5 0 0 0 2.5 12c1.8 4 5.3 6.3 9.5 6.3a9.8 9.8 0 0 0 4.4-1',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  alert: 'M12 3.8 2.9 19.5h18.2ZM12 10v4.3M12 16.8v.01',
  info: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM12 11.2v4.8M12 8v.01',
  ask: 'M8.9 8.8a3.1 3.1 0 1 1 4.7 2.7c-1 .6-1.6 1.4-1.6 2.7M12 18v.01',
  bang: 'M12 5v8.5M12 18v.01',
  copy: 'M9.5 8.5h9A1.5 1.5 0 0 1 20 10v9a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 8 19v-9a1.5 1.5 0 0 1 1.5-1.5ZM4.6 15.5A1.5 1.5 0 0 1 4 14.3V5a1.5 1.5 0 0 1 1.5-1.5H14a1.5 1.5 0 0 1 1.2.6',
  chip: 'M8 6.5h8A1.5 1.5 0 0 1 17.5 8v8a1.5 1.5 0 0 1-1.5 1.5H8A1.5 1.5 0 0 1 6.5 16V8A1.5 1.5 0 0 1 8 6.5ZM9.5 3v3.5M14.5 3v3.5M9.5 17.5V21M14.5 17.5V21M3 9.5h3.5M3 14.5h3.5M17.5 9.5H21M17.5 14.5H21',
  power: 'M12 3.5v8M7 6.5a7.7 7.7 0 1 0 10 0',
  near: 'M12 20.5s6.5-5.6 6.5-10.5a6.5 6.5 0 0 0-13 0c0 4.9 6.5 10.5 6.5 10.5ZM12 7.8a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6Z',
} as const;

/** Name of a sign of the first screens. */
export type IconName = keyof typeof iconPaths;

/** A sign by its name, or one that comes with the screens that show it. */
export type Sign = IconName | { readonly path: string };

/** Signs that point along the text, and so turn round with it. */
const turning: readonly IconName[] = ['chevron', 'back'];

/** Renders a sign; what it means stands in words beside it, or in the label of its button. */
export function icon(sign: Sign, extra = ''): TemplateResult {
  const isNamed = typeof sign === 'string';
  const turns = isNamed && turning.includes(sign) ? ' turns' : '';
  const path = isNamed ? iconPaths[sign] : sign.path;
  return html`<svg class="i${turns} ${extra}" viewBox="0 0 24 24" aria-hidden="true"><path d=${path} /></svg>`;
}
