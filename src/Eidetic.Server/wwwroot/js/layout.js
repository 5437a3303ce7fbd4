// Justified rows: pictures keep their shape, rows fill the width and have nearly one height. Pure arithmetic, so that every box has its size
// before its thumbnail arrives.

const narrowest = 0.45;
const widest = 3.2;

/** The shape of an image, within what a row can take; a square where nobody knows it. */
export function aspectOf(image) {
  const aspect = image.width > 0 && image.height > 0 ? image.width / image.height : 1;
  return Math.min(widest, Math.max(narrowest, aspect));
}

/**
 * Cuts a sequence of shapes into rows.
 * `target` is the wanted height of a picture, `footer` what stands below each, `open` whether more will follow (the last row then waits for it).
 * Answers the boxes of the rows that are complete, and the height of them all.
 */
export function justify(aspects, { width, target, gap, footer, open = false }) {
  const boxes = [];
  let top = 0;
  let first = 0;
  let sum = 0;
  let last = target;

  const place = (end, height, fills) => {
    let edge = 0;
    for (let index = first; index < end; index++) {
      // Edges are rounded, not widths, so that the right edge of a full row is straight.
      const left = Math.round(edge);
      const right = fills && index === end - 1 ? width : Math.round(edge + aspects[index] * height);
      boxes.push({ left, top, width: right - left, height: Math.round(height) });
      edge += aspects[index] * height + gap;
    }
    last = height;
    top += Math.round(height) + footer + gap;
    first = end;
    sum = 0;
  };

  const heightOf = (shapes, number) => (width - gap * (number - 1)) / shapes;

  for (let index = 0; index < aspects.length; index++) {
    const number = index - first + 1;
    const withIt = heightOf(sum + aspects[index], number);
    if (withIt > target) {
      sum += aspects[index];
      continue;
    }
    const without = number > 1 ? heightOf(sum, number - 1) : Infinity;
    if (without / target < target / withIt) {
      place(index, without, true);
      sum = aspects[index];
      if (heightOf(sum, 1) <= target) place(index + 1, heightOf(sum, 1), true);
    } else {
      place(index + 1, withIt, true);
    }
  }

  // What is left over stands as high as the row above, and does not fill its own.
  if (first < aspects.length && !open) place(aspects.length, Math.min(target, last, heightOf(sum, aspects.length - first)), false);
  return { boxes, height: Math.max(0, top - gap) };
}

/** The height rows should have: small pictures stand small, and narrow windows get lower rows. */
export function targetHeight(images, width) {
  const sides = images.slice(0, 60).map(image => Math.max(image.width || 0, image.height || 0)).sort((a, b) => a - b);
  const typical = sides[sides.length >> 1] || 1024;
  if (typical <= 128) return width < 560 ? 104 : 136;
  return width < 560 ? 168 : width < 1500 ? 224 : 264;
}
