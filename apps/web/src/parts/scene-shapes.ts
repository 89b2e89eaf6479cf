import { type SVGTemplateResult, svg } from 'lit';

/** Waves that the home sends out, and the ground on which all three stand. */
export const surroundings: SVGTemplateResult = svg`
  <path class="reach" d="M212 156a88 88 0 0 1 176 0M168 156a132 132 0 0 1 264 0M124 156a176 176 0 0 1 352 0M80 156a220 220 0 0 1 440 0M36 156a264 264 0 0 1 528 0M-8 156a308 308 0 0 1 616 0"/>
  <path class="ground" d="M-300 156H660"/>`;

/** A phone and a laptop; the look shows one of them, by the room that there is. */
export const browserShape: SVGTemplateResult = svg`
  <g class="obj phone">
    <rect class="face" x="39" y="81" width="42" height="74" rx="8.5"/>
    <path d="M56 87.5h8"/>
    <path class="fine" d="M47 100h14M47 107h26M47 114h20M52 135h16a5 5 0 0 1 0 10H52a5 5 0 0 1 0-10Z"/>
  </g>
  <g class="obj laptop">
    <rect class="face" x="23" y="85" width="74" height="58" rx="6"/>
    <path class="face" d="M11 155.5c0-6 3.5-9.5 9-9.5h80c5.5 0 9 3.5 9 9.5Z"/>
    <path class="fine" d="M36 101h18M36 109h42M36 117h33M40.5 125h15a4.5 4.5 0 0 1 0 9h-15a4.5 4.5 0 0 1 0-9Z"/>
    <path d="M51 146c.6 2.6 2 3.7 4.2 3.7h9.6c2.2 0 3.6-1.1 4.2-3.7"/>
  </g>`;

/** The home. */
export const houseShape: SVGTemplateResult = svg`
  <g class="obj">
    <path class="face" d="M322 88V71h9v24"/>
    <path class="face" stroke="none" d="M265 98v57.5h70V98l-35-31Z"/>
    <path d="M265 98v57.5M335 98v57.5M256 106l44-39.5 44 39.5"/>
    <rect class="glow" x="276" y="113" width="23" height="21" rx="2.5"/>
    <path class="fine" d="M287.5 114v19M277 123.5h21"/>
    <path class="face" d="M309 155.5V123a5 5 0 0 1 5-5h6a5 5 0 0 1 5 5v32.5"/>
    <path d="M320.5 138v.01"/>
    <circle class="glow fine" cx="300" cy="92" r="5.5"/>
  </g>`;

/** The device: a board with an antenna, a shield, a light and a button, on its own ground of 60 by 74 units. */
export const boardShape: SVGTemplateResult = svg`
  <g class="obj">
    <path class="fine" d="M4 33h-5M4 42h-5M4 51h-5M4 60h-5M56 33h5M56 42h5M56 51h5M56 60h5"/>
    <rect class="face" x="4" y="1" width="52" height="72" rx="8"/>
    <path class="fine" d="M13 17v-5.5a2.5 2.5 0 0 1 5 0v3a2.5 2.5 0 0 0 5 0v-3a2.5 2.5 0 0 1 5 0v3a2.5 2.5 0 0 0 5 0v-3a2.5 2.5 0 0 1 5 0v3a2.5 2.5 0 0 0 5 0V9"/>
    <rect x="12" y="25" width="36" height="29" rx="4"/>
    <path class="fine" d="M19 33h11M19 39h6"/>
    <circle class="led" cx="17" cy="63.5" r="3"/>
    <rect class="fine" x="35" y="60.5" width="12" height="6" rx="3"/>
  </g>`;
