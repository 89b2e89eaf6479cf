import { type CSSResult, css } from 'lit';

/** Fields with their label, hint and error, and the box that shows the camera. */
export const fields: CSSResult = css`
  form {
    display: contents;
  }
  .field {
    display: grid;
    gap: var(--_s2);
    min-inline-size: 0;
  }
  .field > label {
    font-weight: 550;
  }
  .hint {
    color: var(--_muted);
    font-size: var(--_f-s);
  }
  .input {
    position: relative;
    display: flex;
  }
  .input :is(input, textarea) {
    inline-size: 100%;
    min-inline-size: 0;
    min-block-size: var(--_control);
    padding: var(--_s2) var(--_s4);
    border: 1px solid var(--_edge);
    border-radius: var(--_r);
    background: var(--_surface);
    color: var(--_text);
    font: inherit;
    transition: border-color var(--_quick);
  }
  .input textarea {
    min-block-size: calc(var(--_u) * 7);
    resize: vertical;
  }
  .input :is(input, textarea):hover {
    border-color: var(--_text);
  }
  .input :is(input, textarea):focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: -1px;
    border-color: var(--_focus);
  }
  /* Codes, addresses and passwords never turn round. */
  .input .code {
    direction: ltr;
    font-family: var(--_mono);
    letter-spacing: 0.04em;
  }
  .input.with input {
    padding-inline-end: calc(var(--_control) + var(--_s2));
  }
  .input.with:dir(rtl) .code {
    padding-inline: calc(var(--_control) + var(--_s2)) var(--_s4);
  }
  .input > button {
    position: absolute;
    inset-block: 2px;
    inset-inline-end: 2px;
    display: grid;
    place-items: center;
    inline-size: var(--_target);
    border: 0;
    border-radius: calc(var(--_r) - 2px);
    background: none;
    color: var(--_muted);
    cursor: pointer;
  }
  .input > button:hover {
    background: var(--_hover);
    color: var(--_text);
  }
  .input [aria-invalid="true"] {
    border-color: var(--_danger);
    box-shadow: inset 0 0 0 1px var(--_danger);
  }
  /* The ring of the focus leaves the red edge to be seen. */
  .input [aria-invalid="true"]:focus-visible {
    border-color: var(--_danger);
    outline-offset: 2px;
  }
  .error {
    display: flex;
    gap: var(--_s2);
    color: var(--_danger);
    font-size: var(--_f-s);
    font-weight: 500;
  }
  .error .i {
    margin-block-start: 0.08em;
  }
  .check {
    display: flex;
    align-items: center;
    gap: var(--_s3);
    min-block-size: var(--_target);
    cursor: pointer;
  }
  .check input {
    inline-size: calc(var(--_u) * 1.25);
    block-size: calc(var(--_u) * 1.25);
    accent-color: var(--_ink);
  }
  .lens {
    position: relative;
    display: grid;
    place-items: center;
    aspect-ratio: 4 / 3;
    overflow: clip;
    border-radius: var(--_r-m);
    background: #101618;
    color: #e9efef;
  }
  .lens video {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  .lens svg {
    position: relative;
    inline-size: 56%;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.25;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .lens .cue {
    position: absolute;
    inset-block-end: var(--_s3);
    padding: 0.2em 0.8em;
    border-radius: 99px;
    background: #101618cc;
    font-size: var(--_f-s);
    text-align: center;
  }
  @media (forced-colors: active) {
    .lens {
      border: 1px solid CanvasText;
      background: Canvas;
      color: CanvasText;
    }
    .lens .cue {
      background: Canvas;
    }
    .input [aria-invalid="true"] {
      border-width: 3px;
    }
  }
`;
