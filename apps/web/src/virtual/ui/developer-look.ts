import { type CSSResult, css } from 'lit';

/** Panels of the developer view, their heads and tools. Loaded with the device in the page, never before. */
export const developerLook: CSSResult = css`
  .panel {
    display: flex;
    flex-direction: column;
    min-inline-size: 0;
    block-size: 100%;
    overflow: clip;
    border: 1px solid var(--_line);
    border-radius: var(--_r-l);
    background: var(--_surface);
  }
  .panel > header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_s1) var(--_s3);
    min-block-size: calc(var(--_u) * 3.75);
    padding: var(--_s2) var(--_s2) var(--_s2) var(--_s4);
    border-block-end: 1px solid var(--_line);
  }
  .panel > header:dir(rtl) {
    padding: var(--_s2) var(--_s4) var(--_s2) var(--_s2);
  }
  .panel > header :is(h1, h2) {
    margin: 0;
    font-size: var(--_f-m);
    font-weight: var(--_bold);
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_s1);
    margin-inline-start: auto;
  }
  .tag.on {
    border-color: var(--_soft-line);
    background: var(--_soft);
    color: var(--_ink);
  }
  .tag.bad {
    border-color: color-mix(in oklab, var(--_danger) 40%, var(--_surface));
    color: var(--_danger);
  }
  select {
    appearance: none;
    inline-size: 100%;
    min-inline-size: 0;
    min-block-size: var(--_target);
    margin: 0;
    padding: var(--_s1) var(--_s6) var(--_s1) var(--_s3);
    border: 1px solid var(--_edge);
    border-radius: var(--_r);
    background:
      linear-gradient(45deg, #0000 50%, currentColor 0) calc(100% - 17px) 55% / 5px 5px no-repeat,
      linear-gradient(-45deg, #0000 50%, currentColor 0) calc(100% - 12px) 55% / 5px 5px no-repeat,
      var(--_surface);
    color: var(--_text);
    font: inherit;
    font-size: var(--_f-s);
    text-overflow: ellipsis;
    cursor: pointer;
  }
  select:dir(rtl) {
    padding: var(--_s1) var(--_s3) var(--_s1) var(--_s6);
    background-position: 12px 55%, 17px 55%, 0 0;
  }
  select:hover {
    border-color: var(--_text);
  }
  .quiet-label {
    color: var(--_muted);
    font-size: var(--_f-xs);
    font-weight: 500;
  }
  @media (forced-colors: active) {
    select {
      appearance: auto;
      background: Field;
      color: FieldText;
    }
    .tag.on {
      border-color: Highlight;
    }
  }
`;
