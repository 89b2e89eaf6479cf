/** Returns a QR code as SVG: one path, a unit for each square, `border` squares of light around it. */
export function qrSvg(modules: readonly (readonly boolean[])[], border: number): string {
  const size = modules.length + 2 * border;
  const path = modules.flatMap((row, y) =>
    runs(row).map(({ x, length }) => `M${x + border} ${y + border}h${length}v1h-${length}z`),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">`,
    `<path fill="#fff" d="M0 0h${size}v${size}H0z"/>`,
    `<path d="${path.join('')}"/>`,
    '</svg>\n',
  ].join('');
}

/** Returns where dark squares begin in a row, and how many follow each other. */
function runs(row: readonly boolean[]): { readonly x: number; readonly length: number }[] {
  const found: { x: number; length: number }[] = [];
  for (const [x, isDark] of row.entries()) {
    const last = found.at(-1);
    if (isDark && last && last.x + last.length === x) last.length++;
    else if (isDark) found.push({ x, length: 1 });
  }
  return found;
}
