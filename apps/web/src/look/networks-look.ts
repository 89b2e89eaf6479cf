import { type CSSResult, css } from 'lit';

/** The list of networks: one radio group, a row for each. */
export const networksLook: CSSResult = css`
  .nets {
    overflow: clip;
    border: 1px solid var(--_line);
    border-radius: var(--_r-m);
  }
  .net {
    position: relative;
    display: grid;
    grid-template-columns: auto 1fr auto;
    align-items: center;
    gap: var(--_s3);
    min-block-size: calc(var(--_u) * 3.75);
    padding: var(--_s2) var(--_s4);
    cursor: pointer;
    transition: background var(--_quick);
  }
  /* What receives the focus is never under the button that stays in sight. */
  .net input {
    scroll-margin-block: calc(var(--_u) * 6);
  }
  .nets + .live {
    margin-block-start: var(--_s2);
  }
  .net + .net {
    border-block-start: 1px solid var(--_line);
  }
  .net:hover {
    background: var(--_softer);
  }
  .net:has(:checked) {
    background: var(--_soft);
  }
  .net:has(:focus-visible) {
    outline: 2px solid var(--_focus);
    outline-offset: -2px;
  }
  .net input {
    appearance: none;
    display: grid;
    place-items: center;
    inline-size: calc(var(--_u) * 1.25);
    block-size: calc(var(--_u) * 1.25);
    border: 1.5px solid var(--_edge);
    border-radius: 50%;
    background: var(--_surface);
    cursor: inherit;
  }
  .net input:focus-visible {
    outline: none;
  }
  .net input:checked {
    border: calc(var(--_u) * 0.375) solid var(--_ink);
  }
  .net .name {
    min-inline-size: 0;
  }
  .net b {
    font-weight: 550;
    line-height: 1.3;
  }
  .net:has(:checked) b {
    font-weight: var(--_bold);
  }
  .net .meta {
    display: block;
    color: var(--_muted);
    font-size: var(--_f-xs);
    line-height: 1.4;
    text-wrap: pretty;
  }
  .net .end {
    display: flex;
    align-items: center;
    gap: var(--_s3);
    color: var(--_muted);
  }
  .net .lock {
    inline-size: var(--_u);
    block-size: var(--_u);
  }
  .net:has(:disabled) {
    background: none;
    cursor: default;
  }
  .net:has(:disabled) :is(b, .bars),
  .net.gone :is(b, .bars) {
    color: var(--_muted);
  }
  .net input:disabled {
    border-style: dashed;
    background: none;
  }
  .bars {
    display: block;
    flex: none;
    inline-size: calc(var(--_u) * 1.375);
    block-size: calc(var(--_u) * 1.125);
    fill: var(--_line);
    color: var(--_text);
  }
  .bars .lit {
    fill: currentColor;
  }
  .bars:dir(rtl) {
    transform: scaleX(-1);
  }
  .tag {
    display: inline-block;
    padding: 0.08em 0.55em;
    border: 1px solid var(--_line);
    border-radius: 99px;
    color: var(--_muted);
    font-size: var(--_f-xs);
    font-weight: 550;
    line-height: 1.4;
    white-space: nowrap;
  }
  .tag.warn {
    border-color: color-mix(in oklab, var(--_warn) 40%, var(--_surface));
    color: var(--_warn);
  }
  @media (forced-colors: active) {
    .net:has(:checked) {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
    .net input:checked {
      border-color: Highlight;
      background: Canvas;
      forced-color-adjust: none;
    }
    .bars {
      fill: Canvas;
      stroke: CanvasText;
      color: CanvasText;
    }
  }
`;
