import { type CSSResult, css } from 'lit';

/** Notes, facts, texts to copy, and what opens on demand. */
export const notes: CSSResult = css`
  .note {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: var(--_s3);
    padding: var(--_s3) var(--_s4);
    border-radius: var(--_r);
    background: var(--_sunken);
    font-size: var(--_f-s);
    text-wrap: pretty;
  }
  .note .i {
    margin-block-start: 0.1em;
    color: var(--_muted);
  }
  .note.warn {
    background: var(--_warn-soft);
  }
  .note.warn .i {
    color: var(--_warn);
  }
  .note.danger {
    background: var(--_danger-soft);
  }
  .note.danger .i {
    color: var(--_danger);
  }
  .facts {
    border: 1px solid var(--_line);
    border-radius: var(--_r-m);
    font-size: var(--_f-s);
  }
  .facts h3 {
    padding: var(--_s3) var(--_s4) 0;
    color: var(--_muted);
    font-size: var(--_f-xs);
    font-weight: 550;
  }
  .facts dl > div {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 var(--_s4);
    padding: var(--_s3) var(--_s4);
  }
  .facts dl > div + div {
    border-block-start: 1px solid var(--_line);
  }
  .facts dt {
    color: var(--_muted);
  }
  .facts dd {
    margin-inline-start: auto;
    min-inline-size: 0;
    font-weight: 550;
    text-align: end;
    overflow-wrap: anywhere;
  }
  .facts dd small {
    display: block;
    color: var(--_muted);
    font-size: var(--_f-xs);
    font-weight: 400;
  }
  .facts .says {
    padding: var(--_s3) var(--_s4);
    border-block-start: 1px solid var(--_line);
    color: var(--_muted);
    font-size: var(--_f-xs);
    text-wrap: pretty;
  }
  .facts .says li + li {
    margin-block-start: var(--_s2);
  }
  .copy {
    display: flex;
    align-items: stretch;
    overflow: clip;
    margin-block-start: var(--_s2);
    border: 1px solid var(--_line);
    border-radius: var(--_r);
    background: var(--_sunken);
  }
  .copy code {
    flex: 1;
    direction: ltr;
    unicode-bidi: isolate;
    min-inline-size: 0;
    padding: 0.72em var(--_s3);
    font: 500 var(--_f-xs) / 1.5 var(--_mono);
    overflow-wrap: anywhere;
    text-align: left;
  }
  .copy button {
    display: grid;
    place-items: center;
    inline-size: var(--_target);
    min-block-size: var(--_target);
    border: 0;
    border-inline-start: 1px solid var(--_line);
    background: none;
    color: var(--_muted);
    cursor: pointer;
  }
  .copy button:hover {
    background: var(--_hover);
    color: var(--_text);
  }
  .copy button:focus-visible {
    outline-offset: -3px;
  }
  .more {
    border-block-start: 1px solid var(--_line);
  }
  .more > summary {
    display: flex;
    align-items: center;
    gap: var(--_s2);
    min-block-size: var(--_target);
    border-radius: var(--_r-s);
    color: var(--_muted);
    font-size: var(--_f-s);
    font-weight: 550;
    list-style: none;
    cursor: pointer;
  }
  .more > summary::-webkit-details-marker {
    display: none;
  }
  .more > summary::before {
    content: "";
    inline-size: 0.42em;
    block-size: 0.42em;
    margin-inline: 0.2em 0.3em;
    border: solid currentColor;
    border-width: 0 1.5px 1.5px 0;
    transform: rotate(-45deg);
    transition: transform var(--_quick) var(--_ease);
  }
  .more > summary:dir(rtl)::before {
    transform: rotate(135deg);
  }
  .more[open] > summary::before {
    transform: rotate(45deg);
  }
  .more > summary:hover {
    color: var(--_text);
  }
  .more > :not(summary) {
    margin-block-end: var(--_s3);
  }
  @media (forced-colors: active) {
    .note {
      border: 1px solid CanvasText;
    }
  }
`;
