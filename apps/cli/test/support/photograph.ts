/** Colours, four bytes for each square. */
interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** A photo of `picture` on a grey table: turned by `angle`, with little contrast and much noise. */
export function photograph(picture: Picture, { angle, inverted }: { angle: number; inverted: boolean }): Picture {
  const [width, height, zoom] = [700, 600, 1.1];
  const data = new Uint8Array(width * height * 4).fill(255);
  let seed = 1;
  const noise = () => {
    seed = (seed * 1_103_515_245 + 12_345) & 0x7fff_ffff;
    return (seed / 0x7fff_ffff - 0.5) * 60;
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [dx, dy] = [(x - width / 2) / zoom, (y - height / 2) / zoom];
      const sx = Math.round(picture.width / 2 + dx * Math.cos(angle) + dy * Math.sin(angle));
      const sy = Math.round(picture.height / 2 - dx * Math.sin(angle) + dy * Math.cos(angle));
      const isInside = sx >= 0 && sy >= 0 && sx < picture.width && sy < picture.height;
      const seen = isInside ? (picture.data[(sy * picture.width + sx) * 4] ?? 0) * 0.7 + 40 : 110;
      const shade = Math.max(0, Math.min(255, (inverted ? 255 - seen : seen) + noise()));
      data.fill(shade, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  return { width, height, data };
}
