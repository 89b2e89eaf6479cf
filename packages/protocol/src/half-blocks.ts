/** Blocks for a pair of squares one above the other: bit 0 is the upper one, bit 1 the lower one. */
const blocks = [' ', '▀', '▄', '█'] as const;

/**
 * Returns a QR code as lines of text, two rows of squares in each, dark squares as blocks and `border` squares of light
 * around it. Where `modules` has an odd number of rows, a last row of light is added below and at the right, as
 * Espressif's component does. esp-idf: qrcode/esp_qrcode_main.c
 */
export function halfBlockLines(modules: readonly (readonly boolean[])[], border: number): string[] {
  const end = modules.length + border;
  const lines: string[] = [];
  for (let y = -border; y < end; y += 2) {
    let line = '';
    // Its width is rounded up to an even number, as its height is.
    for (let x = -border; x < end || (x + border) % 2 !== 0; x++) {
      const upper = modules[y]?.[x] ? 1 : 0;
      const lower = modules[y + 1]?.[x] ? 2 : 0;
      line += blocks[upper | lower];
    }
    lines.push(line);
  }
  return lines;
}
