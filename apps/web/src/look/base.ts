import { type CSSResult, css } from 'lit';

/** What every component in a shadow root of ours starts from: the type, a reset, focus, signs, foreign names. */
export const base: CSSResult = css`
  :host {
    container: ep / inline-size;
    display: block;
    color: var(--_text);
    font: 400 var(--_f-m) / 1.5 var(--_font);
    text-align: start;
    overflow-wrap: break-word;
    -webkit-text-size-adjust: 100%;
    text-size-adjust: 100%;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  :where(h2, h3, p, ol, ul, dl, dd, figure, fieldset) {
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
    font: inherit;
  }
  :where(ol, ul) {
    list-style: none;
  }
  :where(button, input) {
    margin: 0;
    color: inherit;
    font: inherit;
  }
  :where(bdi) {
    overflow-wrap: anywhere;
  }
  :where(a) {
    color: var(--_ink);
    text-decoration-thickness: 1px;
    text-underline-offset: 0.2em;
  }
  :where(a:hover) {
    text-decoration-thickness: 2px;
  }
  :focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  .vh {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .i {
    display: block;
    flex: none;
    inline-size: calc(var(--_u) * 1.25);
    block-size: calc(var(--_u) * 1.25);
    fill: none;
    stroke: currentColor;
    stroke-width: var(--_stroke);
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .i.turns:dir(rtl) {
    transform: scaleX(-1);
  }
  .id {
    direction: ltr;
    unicode-bidi: isolate;
    font-family: var(--_mono);
    font-size: 0.94em;
    font-weight: 500;
    letter-spacing: -0.02em;
    overflow-wrap: anywhere;
  }
  .small {
    font-size: var(--_f-s);
  }
  .tiny {
    font-size: var(--_f-xs);
  }
  .muted {
    color: var(--_muted);
  }
  @keyframes breathe {
    0%,
    100% {
      transform: scale(0.75);
      opacity: 0.7;
    }
    50% {
      transform: scale(1);
      opacity: 1;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    ::before,
    ::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;
