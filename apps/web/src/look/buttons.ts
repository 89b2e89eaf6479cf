import { type CSSResult, css } from 'lit';

/** Buttons: one that is filled on each screen, plain ones beside it, quiet ones below. */
export const buttons: CSSResult = css`
  .btn {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--_s2);
    min-block-size: var(--_control);
    padding: var(--_s2) var(--_s5);
    border: 1px solid var(--_edge);
    border-radius: var(--_r);
    background: var(--_surface);
    color: var(--_text);
    font-weight: 500;
    line-height: 1.25;
    text-align: center;
    text-decoration: none;
    cursor: pointer;
    transition: background var(--_quick), border-color var(--_quick), transform var(--_quick);
  }
  .btn:hover {
    background: color-mix(in oklab, var(--_text) 5%, var(--_surface));
  }
  .btn:active {
    transform: translateY(1px);
  }
  .btn.primary {
    border-color: var(--_accent);
    background: var(--_accent);
    color: var(--_on-accent);
    font-weight: 600;
  }
  .btn.primary:hover {
    border-color: var(--_accent-hover);
    background: var(--_accent-hover);
  }
  .btn.quiet {
    min-block-size: var(--_target);
    padding-inline: var(--_s3);
    border-color: transparent;
    background: none;
    color: var(--_ink);
    font-size: var(--_f-s);
  }
  .btn.quiet:hover {
    background: var(--_hover);
  }
  .btn[aria-disabled="true"] {
    border: 1px dashed var(--_edge);
    background: var(--_sunken);
    color: var(--_muted);
    cursor: default;
    transform: none;
  }
  /* What works is no less a button; only what does not work now is dashed. */
  .btn[aria-busy="true"] {
    border-style: solid;
    color: var(--_text);
  }
  .btn[aria-busy="true"]::before {
    content: "";
    inline-size: 0.6em;
    block-size: 0.6em;
    border-radius: 50%;
    background: currentColor;
    animation: breathe var(--_breath) ease-in-out infinite;
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_s3);
    margin-block-start: auto;
    padding-block-start: var(--_s2);
  }
  .acts > .btn {
    flex: 1 1 auto;
  }
  .why {
    flex: 1 0 100%;
    font-size: var(--_f-s);
    font-weight: 500;
  }
  .btn.file:focus-within {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--_s2);
    margin-inline: calc(var(--_s3) * -1);
  }
  /* A long list keeps its button in sight. */
  .acts.stay {
    position: sticky;
    inset-block-end: 0;
    z-index: 2;
    margin: auto calc(var(--_s4) * -1) calc(var(--_s4) * -1);
    padding: var(--_s3) var(--_s4) var(--_s4);
    border-block-start: 1px solid var(--_line);
    background: var(--_surface);
  }
  @container ep (min-width: 30rem) {
    .acts.stay {
      margin-inline: calc(var(--_s6) * -1);
      margin-block-end: calc(var(--_s6) * -1);
      padding-inline: var(--_s6);
    }
  }
  @container ep (min-width: 50rem) {
    .acts > .btn {
      flex: 0 1 auto;
      min-inline-size: calc(var(--_u) * 9);
    }
    .acts.stay {
      margin-inline: calc(var(--_s7) * -1);
      padding-inline: var(--_s7);
    }
    .acts.stay:not(.long) {
      position: static;
      margin: auto 0 0;
      padding: var(--_s2) 0 0;
      border: 0;
    }
  }
  @media (forced-colors: active) {
    .btn.primary {
      border: 2px solid ButtonText;
    }
    /* Here quiet buttons have edges, too, which keep apart and within the margin. */
    .foot {
      gap: var(--_s2);
      margin-inline: 0;
    }
    .btn[aria-busy="true"]::before {
      background: ButtonText;
      forced-color-adjust: none;
    }
    .btn[aria-disabled="true"] {
      border-color: GrayText;
      color: GrayText;
    }
  }
`;
