import { type CSSResult, css } from 'lit';

/** Steps of something under way, things to do or to check, and the hairline of time. */
export const stepsLook: CSSResult = css`
  .steps {
    display: grid;
  }
  .steps > li {
    position: relative;
    display: grid;
    grid-template-columns: calc(var(--_u) * 1.75) 1fr;
    column-gap: var(--_s3);
    padding-block-end: var(--_s4);
  }
  .steps > li:last-child {
    padding-block-end: 0;
  }
  .steps > li:not(:last-child)::after {
    content: "";
    position: absolute;
    inset-block: calc(var(--_u) * 2) var(--_s1);
    inset-inline-start: calc(var(--_u) * 0.875 - 0.5px);
    border-inline-start: 1px solid var(--_line);
  }
  .steps.any > li::after {
    content: none;
  }
  .steps .mark {
    display: grid;
    place-items: center;
    inline-size: calc(var(--_u) * 1.75);
    block-size: calc(var(--_u) * 1.75);
    border: 1.5px solid var(--_edge);
    border-radius: 50%;
    color: var(--_muted);
    font-size: var(--_f-xs);
    font-weight: 600;
    transition: background var(--_move), border-color var(--_move);
  }
  .steps .mark .i {
    inline-size: var(--_u);
    block-size: var(--_u);
    stroke-width: 2.5;
  }
  .steps .what {
    min-inline-size: 0;
    padding-block-start: 0.1em;
  }
  .steps .what > small {
    display: block;
    color: var(--_muted);
    font-size: var(--_f-s);
    text-wrap: pretty;
  }
  .steps .field {
    margin-block-start: var(--_s3);
  }
  .steps b {
    font-weight: 600;
  }
  [data-step="next"] .what {
    color: var(--_muted);
  }
  [data-step="done"] .mark {
    border-color: transparent;
    background: var(--_soft);
    color: var(--_ink);
  }
  .steps > [data-step="done"]:not(:last-child)::after {
    border-color: var(--_soft-line);
  }
  [data-step="now"] .mark {
    border-color: var(--_ink);
  }
  [data-step="now"] .mark::before {
    content: "";
    inline-size: 42%;
    block-size: 42%;
    border-radius: 50%;
    background: var(--_ink);
    animation: breathe var(--_breath) ease-in-out infinite;
  }
  [data-step="now"] .what > :first-child {
    font-weight: var(--_bold);
  }
  [data-step="failed"] .mark {
    border-color: var(--_danger);
    background: var(--_danger-soft);
    color: var(--_danger);
  }
  .steps.how .mark {
    border-color: transparent;
    background: var(--_soft);
    color: var(--_ink);
  }
  .steps.how .mark .i {
    stroke-width: var(--_stroke);
  }
  .time {
    display: grid;
    gap: var(--_s2);
    color: var(--_muted);
    font-size: var(--_f-s);
    font-variant-numeric: tabular-nums;
  }
  /* What appears after a press appears below the button, which stays where it was pressed. */
  @container ep (max-width: 49.99rem) {
    .time:has(~ .acts [aria-busy]) {
      order: 1;
    }
  }
  .time.unbegun {
    visibility: hidden;
  }
  .time progress {
    appearance: none;
    inline-size: 100%;
    block-size: 4px;
    overflow: hidden;
    border: 0;
    border-radius: 9px;
    background: var(--_line);
  }
  .time progress::-webkit-progress-bar {
    background: var(--_line);
  }
  .time progress::-webkit-progress-value {
    border-radius: 9px;
    background: var(--_ink);
    transition: inline-size 1s linear;
  }
  .time progress::-moz-progress-bar {
    background: var(--_ink);
  }
  .time div {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 var(--_s3);
  }
  .live {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--_s2);
    min-block-size: var(--_target);
    color: var(--_muted);
    font-size: var(--_f-s);
  }
  .live > span {
    display: flex;
    align-items: center;
    gap: var(--_s2);
  }
  .live .dot {
    flex: none;
    inline-size: 0.5em;
    block-size: 0.5em;
    border-radius: 50%;
    background: var(--_ink);
    animation: breathe var(--_breath) ease-in-out infinite;
  }
  .live .dot.still {
    background: none;
    border: 1.5px solid var(--_edge);
    animation: none;
  }
  @media (prefers-reduced-motion: reduce) {
    .time progress::-webkit-progress-value {
      transition: none;
    }
  }
  @media (forced-colors: active) {
    .steps .mark {
      border-color: CanvasText;
    }
    [data-step="now"] .mark::before,
    .live .dot:not(.still) {
      background: Highlight;
      forced-color-adjust: none;
    }
    .time progress {
      block-size: 8px;
      border: 1px solid CanvasText;
    }
    .time progress::-webkit-progress-bar {
      background: Canvas;
    }
    .time progress::-webkit-progress-value {
      background: CanvasText;
      forced-color-adjust: none;
    }
  }
`;
