/** A small picture for a photo that nobody took: soft colours in an uncompressed bitmap. */

const WIDTH = 96;
const HEIGHT = 72;
const HEADER_BYTES = 54;

export function fakePhoto(): ArrayBuffer {
  const buffer = new ArrayBuffer(HEADER_BYTES + WIDTH * HEIGHT * 3);
  const view = new DataView(buffer);
  view.setUint16(0, 0x424d);
  view.setUint32(2, buffer.byteLength, true);
  view.setUint32(10, HEADER_BYTES, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, WIDTH, true);
  view.setInt32(22, HEIGHT, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, 24, true);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      const at = HEADER_BYTES + (y * WIDTH + x) * 3;
      const near = Math.exp(-((x - 40) ** 2 + (y - 36) ** 2) / 420);
      view.setUint8(at, 150 - near * 80);
      view.setUint8(at + 1, 170 - near * 100);
      view.setUint8(at + 2, 205 - near * 30);
    }
  }
  return buffer;
}
