// Draws the PNG icons of the page from the lines of its mark into apps/web/public/icons.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';

const folder = fileURLToPath(new URL('../apps/web/public/icons/', import.meta.url));
const ground = [0x0b, 0x6a, 0x70];

/** Lines of the mark in its square of 28 units: device, house, and the arc between them. */
const lines = [
  [...corner(9, 16, -90), ...corner(9, 23, 0), ...corner(5, 23, 90), ...corner(5, 16, 180), [9, 14]],
  [
    [17, 25],
    [17, 17],
    [21.5, 13],
    [26, 17],
    [26, 25],
    [17, 25],
  ],
  curve([7, 10.5], [8.5, 3.5], [19, 3.5], [21, 9]),
];

mkdirSync(folder, { recursive: true });
// A mask may cut everything outside of the inner four fifths, and then the ground reaches to the edges.
save('mark-192.png', 192, { radius: 0.23, scale: 1.2 });
save('mark-512.png', 512, { radius: 0.23, scale: 1.2 });
save('touch-180.png', 180, { radius: 0, scale: 1.15 });
save('maskable-512.png', 512, { radius: 0, scale: 0.95 });

function save(name, size, { radius, scale }) {
  const unit = (size / 48) * scale;
  const place = ([x, y]) => [size / 2 + (x - 14.5) * unit, size / 2 + (y - 15.1) * unit];
  const segments = lines.flatMap((line) => line.slice(1).map((end, index) => [place(line[index]), place(end)]));
  const rows = [];
  for (let y = 0; y < size; y++) {
    const row = Buffer.alloc(1 + size * 4);
    for (let x = 0; x < size; x++) {
      const at = [x + 0.5, y + 0.5];
      const ink = covered(unit - Math.min(...segments.map(([from, to]) => distance(at, from, to))));
      const alpha = covered(insideOfSquare(at, size, radius * size));
      row.set([...ground.map((value) => Math.round(value + (255 - value) * ink)), Math.round(255 * alpha)], 1 + x * 4);
    }
    rows.push(row);
  }
  writeFileSync(`${folder}${name}`, png(size, Buffer.concat(rows)));
}

/** Returns how much of a pixel is covered by a shape whose edge is `depth` pixels away. */
function covered(depth) {
  return Math.min(1, Math.max(0, depth + 0.5));
}

function distance([x, y], [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const along = dx === 0 && dy === 0 ? 0 : ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy);
  const part = Math.min(1, Math.max(0, along));
  return Math.hypot(x - ax - part * dx, y - ay - part * dy);
}

function insideOfSquare([x, y], size, radius) {
  const outX = Math.abs(x - size / 2) - size / 2 + radius;
  const outY = Math.abs(y - size / 2) - size / 2 + radius;
  return radius - Math.hypot(Math.max(outX, 0), Math.max(outY, 0)) - Math.min(Math.max(outX, outY), 0);
}

/** Returns a quarter of a circle of radius 2 around a point. */
function corner(x, y, fromDegrees) {
  return [0, 22.5, 45, 67.5, 90].map((step) => {
    const angle = ((fromDegrees + step) * Math.PI) / 180;
    return [x + 2 * Math.cos(angle), y + 2 * Math.sin(angle)];
  });
}

/** Returns a cubic curve as a line of 24 pieces. */
function curve(...points) {
  return Array.from({ length: 25 }, (_, step) => {
    let left = points;
    while (left.length > 1) {
      left = left
        .slice(1)
        .map((point, index) =>
          point.map((value, axis) => left[index][axis] + ((value - left[index][axis]) * step) / 24),
        );
    }
    return left[0];
  });
}

function png(size, pixels) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  // 8 bits, colour with alpha.
  head.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(pixels, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name, body) {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), body]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  sum.writeUInt32BE(checksum(named));
  return Buffer.concat([length, named, sum]);
}

function checksum(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}
