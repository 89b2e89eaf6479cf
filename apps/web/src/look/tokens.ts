import { type CSSResult, css } from 'lit';

/**
 * Design tokens. A page that embeds the element sets `--esp-provision-*` on it or on any ancestor; `--_*` are private.
 *
 * The element never sets `color-scheme`: it follows the page around it. One accent is enough for a theme: the label on
 * it becomes black or white by its lightness, and where it is text or a line it is darkened or lightened until it can
 * be read. Greys are mixed from text and surface.
 */
export const tokens: CSSResult = css`
  :host {
    --_accent: var(--esp-provision-accent, light-dark(#0b6a70, #4fb8b5));
    --_surface: var(--esp-provision-surface, light-dark(#ffffff, #151b1d));
    --_text: var(--esp-provision-text, light-dark(#122023, #e9efef));
    --_page: var(--esp-provision-page, light-dark(#f2f5f5, #0c1112));
    --_sunken: var(--esp-provision-sunken, color-mix(in oklab, var(--_text) 3.5%, var(--_surface)));
    --_muted: var(--esp-provision-muted, color-mix(in oklab, var(--_text) 72%, var(--_surface)));
    --_edge: var(--esp-provision-edge, color-mix(in oklab, var(--_text) 54%, var(--_surface)));
    --_line: var(--esp-provision-line, color-mix(in oklab, var(--_text) 13%, var(--_surface)));
    --_danger: var(--esp-provision-danger, light-dark(#a52a20, #ff9f94));
    --_warn: var(--esp-provision-warn, light-dark(#775000, #eebc64));

    --_on-accent: var(--esp-provision-on-accent, oklch(from var(--_accent) calc((0.57 - l) * 1000) 0 0));
    --_ink: light-dark(oklch(from var(--_accent) min(l, 0.5) c h), oklch(from var(--_accent) max(l, 0.78) c h));
    --_accent-hover: oklch(from var(--_accent) calc(l + clamp(-0.05, (l - 0.57) * 1000, 0.05)) c h);
    --_soft: color-mix(in oklab, var(--_ink) 9%, var(--_surface));
    --_softer: color-mix(in oklab, var(--_ink) 5%, var(--_surface));
    --_soft-line: color-mix(in oklab, var(--_ink) 32%, var(--_surface));
    --_danger-soft: color-mix(in oklab, oklch(from var(--_danger) 0.7 0.16 h) 13%, var(--_surface));
    --_warn-soft: color-mix(in oklab, oklch(from var(--_warn) 0.8 0.14 h) 20%, var(--_surface));
    --_hover: color-mix(in oklab, var(--_text) 5%, transparent);
    --_focus: var(--esp-provision-focus, var(--_ink));
    --_shadow: var(
      --esp-provision-shadow,
      0 1px 2px light-dark(#12202314, #0000),
      0 12px 40px -12px light-dark(#12202324, #0000)
    );

    --_u: var(--esp-provision-unit, 1rem);
    --_s1: calc(var(--_u) * 0.25);
    --_s2: calc(var(--_u) * 0.5);
    --_s3: calc(var(--_u) * 0.75);
    --_s4: var(--_u);
    --_s5: calc(var(--_u) * 1.5);
    --_s6: calc(var(--_u) * 2);
    --_s7: calc(var(--_u) * 3);
    --_s8: calc(var(--_u) * 4.5);
    --_target: calc(var(--_u) * 2.75);
    --_control: calc(var(--_u) * 3);

    --_r: var(--esp-provision-radius, 12px);
    --_r-s: calc(var(--_r) * 0.67);
    --_r-m: calc(var(--_r) * 1.25);
    --_r-l: calc(var(--_r) * 1.75);

    --_font: var(--esp-provision-font, system-ui, sans-serif);
    --_mono: var(--esp-provision-font-mono, ui-monospace, SFMono-Regular, Menlo, Consolas, monospace);
    --_f-xs: calc(var(--_u) * 0.8125);
    --_f-s: calc(var(--_u) * 0.9375);
    --_f-m: var(--_u);
    --_f-l: calc(var(--_u) * 1.125);
    --_f-xl: clamp(calc(var(--_u) * 1.5), calc(var(--_u) * 1.2 + 1.6cqi), calc(var(--_u) * 2.125));
    --_bold: 620;

    --_quick: 120ms;
    --_move: 260ms;
    --_breath: 2800ms;
    --_ease: cubic-bezier(0.3, 0, 0.1, 1);
    --_stroke: var(--esp-provision-stroke, 1.6);
  }
  @media (prefers-reduced-motion: reduce) {
    :host {
      --_quick: 0ms;
      --_move: 0ms;
    }
  }
  @media (forced-colors: active) {
    :host {
      --_surface: Canvas;
      --_page: Canvas;
      --_sunken: Canvas;
      --_text: CanvasText;
      --_muted: CanvasText;
      --_edge: CanvasText;
      --_line: CanvasText;
      --_accent: ButtonFace;
      --_on-accent: ButtonText;
      --_accent-hover: ButtonFace;
      --_ink: CanvasText;
      --_soft: Canvas;
      --_softer: Canvas;
      --_soft-line: CanvasText;
      --_danger: CanvasText;
      --_danger-soft: Canvas;
      --_warn: CanvasText;
      --_warn-soft: Canvas;
      --_focus: Highlight;
      --_hover: transparent;
    }
  }
`;
