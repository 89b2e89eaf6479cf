import { type CSSResult, css } from 'lit';

/** The drawing: where you are, the device, the home, and two arcs, each in one of five states. */
export const sceneLook: CSSResult = css`
  .scene {
    --glow: var(--_surface);
    --led: var(--_surface);
    --detail: color-mix(in oklab, var(--_text) 55%, var(--_surface));
    overflow: clip;
    border-block-end: 1px solid var(--_line);
    background: var(--_softer);
  }
  .drawing {
    padding: var(--_s5) var(--_s4) var(--_s4);
  }
  .stage {
    position: relative;
    inline-size: 100%;
    max-inline-size: calc(var(--_u) * 29);
    margin-inline: auto;
  }
  .stage svg {
    display: block;
    inline-size: 100%;
    block-size: auto;
    overflow: visible;
    fill: none;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .board {
    position: absolute;
    inset-block-start: 50%;
    inset-inline-start: calc(100% * 150 / 360);
    inline-size: calc(100% * 60 / 360);
    block-size: calc(100% * 74 / 164);
  }
  .board ::slotted(*) {
    display: block;
    inline-size: 100% !important;
    block-size: 100% !important;
    object-fit: contain;
    object-position: bottom;
  }
  .obj {
    stroke: var(--_text);
    stroke-width: var(--_stroke);
  }
  .obj .face {
    fill: var(--_surface);
  }
  .obj .fine {
    stroke: var(--detail);
  }
  .obj .glow {
    fill: var(--glow);
    transition: fill var(--_move);
  }
  .obj .led {
    fill: var(--led);
    transition: fill var(--_move);
  }
  .ground {
    stroke: var(--_edge);
  }
  .reach {
    stroke: var(--_line);
    transition: stroke var(--_move);
  }
  .laptop {
    display: none;
  }
  .arc {
    stroke: var(--_edge);
    stroke-width: 2;
    stroke-dasharray: 0 6.5;
    transition: stroke var(--_move);
  }
  .pulse {
    stroke: var(--_ink);
    stroke-width: 2.5;
    stroke-dasharray: 16 200;
    stroke-dashoffset: 17;
    opacity: 0;
  }
  .halo {
    fill: var(--_ink);
    opacity: 0;
    transform-box: fill-box;
    transform-origin: center;
  }
  .badge {
    fill: var(--_surface);
    stroke: var(--_edge);
    stroke-width: 1.25;
    transition: fill var(--_move), stroke var(--_move);
  }
  .glyph {
    stroke: var(--_muted);
    stroke-width: 2;
    transform-box: fill-box;
    transform-origin: center;
  }
  [data-link="busy"] .pulse {
    opacity: 1;
    animation: travel var(--_breath) var(--_ease) infinite alternate;
  }
  [data-link="busy"] .halo {
    animation: halo var(--_breath) ease-out infinite;
  }
  [data-link="busy"] .badge,
  [data-link="busy"] .glyph {
    stroke: var(--_ink);
  }
  [data-link="up"] .arc {
    stroke: var(--_ink);
    stroke-dasharray: none;
  }
  [data-link="up"] .badge {
    fill: var(--_accent);
    stroke: var(--_ink);
  }
  [data-link="up"] .glyph {
    stroke: var(--_on-accent);
  }
  [data-link="broken"] :is(.arc, .badge, .glyph) {
    stroke: var(--_danger);
  }
  [data-link="broken"] .badge {
    fill: var(--_danger-soft);
  }
  [data-link="doubt"] :is(.arc, .badge, .glyph) {
    stroke: var(--_warn);
  }
  [data-link="doubt"] .badge {
    fill: var(--_warn-soft);
  }
  [data-link="broken"] .arc,
  [data-link="doubt"] .arc {
    stroke-dasharray: 5 7;
  }
  .scene[data-near="up"] {
    --led: var(--_ink);
  }
  .scene[data-far="up"] {
    --glow: color-mix(in oklab, var(--_ink) 26%, var(--_surface));
  }
  .scene[data-far="up"] .reach {
    stroke: var(--_soft-line);
  }
  .names {
    display: grid;
    grid-template-columns: 1fr 1fr 1fr;
    align-items: baseline;
    gap: var(--_s1);
    inline-size: 100%;
    max-inline-size: calc(var(--_u) * 29);
    margin: var(--_s1) auto 0;
    color: var(--_muted);
    font-size: var(--_f-xs);
    text-align: center;
  }
  .names > * {
    min-inline-size: 0;
    line-height: 1.3;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  /* Our own words may take two lines; names of strangers are cut, and stand whole elsewhere. */
  .names > span {
    white-space: normal;
  }
  .names .id {
    color: var(--_text);
    font-size: 0.92em;
  }
  /* The path turns round where one reads from the right; its signs do not. */
  .stage:dir(rtl) svg.path,
  .stage:dir(rtl) .glyph {
    transform: scaleX(-1);
  }
  @keyframes travel {
    from {
      stroke-dashoffset: 17;
    }
    to {
      stroke-dashoffset: -152;
    }
  }
  @keyframes halo {
    0% {
      opacity: 0.22;
      transform: scale(1);
    }
    70%,
    100% {
      opacity: 0;
      transform: scale(1.75);
    }
  }
  @container ep (min-width: 50rem) {
    .drawing {
      position: sticky;
      inset-block-start: 0;
      padding: calc(var(--_u) * 16.5) var(--_s5) var(--_s5);
    }
    .scene {
      border-block-end: 0;
      border-inline-end: 1px solid var(--_line);
    }
    .phone {
      display: none;
    }
    .laptop {
      display: inline;
    }
    .names {
      margin-block-start: var(--_s2);
      font-size: var(--_f-s);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    [data-link="busy"] .pulse {
      stroke-dasharray: none;
      opacity: 0.45;
    }
  }
  @media (forced-colors: active) {
    .scene {
      --detail: CanvasText;
    }
    .reach,
    .halo {
      display: none;
    }
    .scene[data-far="up"] {
      --glow: Canvas;
    }
    [data-link="up"] .badge {
      fill: CanvasText;
    }
    [data-link="up"] .glyph {
      stroke: Canvas;
    }
  }
`;
