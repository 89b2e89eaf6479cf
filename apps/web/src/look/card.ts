import { type CSSResult, css } from 'lit';

/** The card: drawing and screen, stacked where it is narrow, side by side where there is room. */
export const card: CSSResult = css`
  .card {
    position: relative;
    display: grid;
    grid-template-rows: auto 1fr;
    overflow: clip;
    border: 1px solid var(--_line);
    border-radius: var(--_r-l);
    background: var(--_surface);
    box-shadow: var(--_shadow);
  }
  .body {
    display: flex;
    flex-direction: column;
    gap: var(--_s5);
    min-inline-size: 0;
    padding: var(--_s5) var(--_s4) var(--_s4);
  }
  .title {
    font-size: var(--_f-xl);
    font-weight: var(--_bold);
    line-height: 1.18;
    letter-spacing: -0.018em;
    text-wrap: balance;
    overflow-wrap: anywhere;
  }
  /* It receives the focus when the screen changes; nobody can press it. */
  .title:focus {
    outline: none;
  }
  .lead {
    max-inline-size: 56ch;
    margin-block-start: var(--_s2);
    color: var(--_muted);
    text-wrap: pretty;
  }
  .back,
  .close {
    position: absolute;
    inset-block-start: var(--_s2);
    z-index: 3;
    display: grid;
    place-items: center;
    inline-size: var(--_target);
    block-size: var(--_target);
    border: 0;
    border-radius: 99px;
    background: none;
    color: var(--_muted);
    cursor: pointer;
    transition: background var(--_quick), color var(--_quick);
  }
  .back {
    inset-inline-start: var(--_s2);
  }
  .close {
    inset-inline-end: var(--_s2);
  }
  :is(.back, .close):hover {
    background: var(--_hover);
    color: var(--_text);
  }
  /* A screen that follows another one comes in with a fade; the first one is simply there. */
  .moves > .body > * {
    animation: enter var(--_move) var(--_ease) backwards;
  }
  @keyframes enter {
    from {
      opacity: 0;
      transform: translateY(8px);
    }
  }
  @container ep (min-width: 30rem) {
    .body {
      padding: var(--_s5) var(--_s6) var(--_s6);
    }
  }
  @container ep (min-width: 50rem) {
    .card {
      grid-template: 1fr / 11fr 13fr;
      min-block-size: calc(var(--_u) * 37);
    }
    .body {
      padding: calc(var(--_u) * 3.5) var(--_s7) var(--_s6);
    }
  }
  @media (forced-colors: active) {
    .card {
      border-color: CanvasText;
    }
  }
`;
