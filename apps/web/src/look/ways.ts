import { type CSSResult, css } from 'lit';

/** Ways in: large rows, the best one filled, those that are not to be had here dashed. */
export const ways: CSSResult = css`
  .ways {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--_s3);
  }
  /* Room for the ways while we find out which there are. */
  .ways.live {
    align-items: start;
    min-block-size: calc(var(--_u) * 15.75);
  }
  .way {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: center;
    gap: var(--_s4);
    inline-size: 100%;
    min-block-size: calc(var(--_u) * 4.75);
    padding: var(--_s3) var(--_s4);
    border: 1px solid var(--_line);
    border-radius: var(--_r-m);
    background: var(--_surface);
    text-align: start;
    cursor: pointer;
    transition: background var(--_quick), border-color var(--_quick);
  }
  .way:hover {
    border-color: var(--_edge);
    background: var(--_softer);
  }
  .way .sign {
    display: grid;
    place-items: center;
    inline-size: var(--_target);
    block-size: var(--_target);
    border-radius: var(--_r);
    background: var(--_soft);
    color: var(--_ink);
  }
  .way .sign .i {
    inline-size: calc(var(--_u) * 1.5);
    block-size: calc(var(--_u) * 1.5);
  }
  .way b,
  .way .more-words {
    display: block;
  }
  .way b {
    font-size: var(--_f-l);
    font-weight: var(--_bold);
    line-height: 1.3;
  }
  .way .more-words {
    color: var(--_muted);
    font-size: var(--_f-s);
    line-height: 1.4;
    text-wrap: pretty;
  }
  .way > .i {
    color: var(--_muted);
  }
  .way.best {
    border-color: var(--_accent);
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .way.best:hover {
    background: var(--_accent-hover);
  }
  .way.best .sign {
    background: color-mix(in oklab, var(--_on-accent) 15%, transparent);
    color: inherit;
  }
  .way.best :is(.more-words, .i) {
    color: inherit;
  }
  .way.not {
    border-style: dashed;
    border-color: var(--_edge);
    background: none;
  }
  .way.not .sign {
    background: var(--_sunken);
    color: var(--_muted);
  }
  .or {
    display: flex;
    align-items: center;
    gap: var(--_s3);
    color: var(--_muted);
    font-size: var(--_f-xs);
  }
  .or::before,
  .or::after {
    content: "";
    flex: 1;
    border-block-start: 1px solid var(--_line);
  }
  @media (forced-colors: active) {
    .way {
      border-color: ButtonText;
    }
    .way.best {
      border: 2px solid ButtonText;
    }
  }
`;
