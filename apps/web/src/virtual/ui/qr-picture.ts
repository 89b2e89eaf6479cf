import { svg, type TemplateResult } from 'lit';
import encodeQR from 'qr';

/** Modules of the quiet zone on each side. */
const border = 4;

/** Renders a QR code: dark on light in every theme, as readers want it. */
export function qrPicture(text: string, label: string): TemplateResult {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border });
  const size = rows.length;
  const path = rows.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return svg`<svg class="qr" viewBox="0 0 ${size} ${size}" role="img" aria-label=${label}>
    <rect width=${size} height=${size} fill="#fff" /><path d=${path} fill="#000" shape-rendering="crispEdges" /></svg>`;
}
