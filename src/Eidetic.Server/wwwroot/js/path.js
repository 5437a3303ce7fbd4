// The identifier's path through the trie, drawn left to right: what the model said, how sure it was, and what it would have said instead.

import { thumbnailOf } from './api.js';
import { svg } from './dom.js';
import { count, nameOfKey, percent } from './format.js';
import { show } from './pictures.js';

// Few steps have room for larger pictures.
const wide = { column: 296, box: 214, thumb: 46, letters: 36 };
const tight = { column: 236, box: 172, thumb: 34, letters: 28 };
const boxHeight = 46;
const start = 14;     // the middle of the root
const first = 62;     // the left edge of the first token
const taken = 28;     // the middle of the lane of tokens taken
const pictures = 4;

/** Draws the steps of a hit's trace. */
export function drawPath(hit, name) {
  const steps = hit.trace ?? [];
  const sizes = steps.length <= 3 ? wide : tight;
  const lane = boxHeight + 8 + sizes.thumb + 40;   // a token, its pictures, two lines of text
  const instead = taken + lane + 26;
  const width = first + sizes.column * (steps.length - 1) + sizes.box + 2;
  const height = instead - boxHeight / 2 + lane;
  const drawing = svg('svg', { class: 'path', viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': inWords(steps, name) });
  drawing.append(svg('circle', { class: 'root', cx: start, cy: taken, r: 6 }));
  steps.forEach((step, index) => {
    const left = first + sizes.column * index;
    const from = index === 0 ? start + 6 : left - sizes.column + sizes.box;
    const own = index === steps.length - 1 ? hit.image : null;
    drawing.append(...drawStep(step, { left, from, instead, own, sizes }));
  });
  return drawing;
}

function drawStep(step, { left, from, instead, own, sizes }) {
  const bend = (from + left) / 2;
  const drawn = [
    svg('path', { class: 'line taken', d: `M${from} ${taken}H${left}` }),
    node('taken', left, taken, step.token, step.logProbability, sizes),
    svg('g', {}, ...under(step.branch, left, taken, sizes, own)),
  ];
  if (step.runnerUp === null || step.runnerUp === undefined) {
    return [...drawn, svg('text', { class: 'only', x: left, y: instead + 4 }, 'no other way')];
  }
  return [
    svg('path', { class: 'line instead', d: `M${bend} ${taken}V${instead - 10}Q${bend} ${instead} ${bend + 10} ${instead}H${left}` }),
    ...drawn,
    node('instead', left, instead, step.runnerUp, step.runnerUpLogProbability, sizes),
    svg('g', { class: 'instead' }, ...under(step.runnerUpBranch, left, instead, sizes, null)),
  ];
}

// A token in its box, its probability beside it and as the box's bottom line.
function node(kind, left, middle, token, logProbability, sizes) {
  const share = Math.exp(logProbability);
  const top = middle - boxHeight / 2;
  const shading = svg('rect', { class: 'shade', x: left, y: top, width: sizes.box, height: boxHeight, rx: 10 });
  shading.style.opacity = String(0.06 + 0.22 * share);
  return svg('g', { class: `node ${kind}` },
    svg('rect', { class: 'ground', x: left, y: top, width: sizes.box, height: boxHeight, rx: 10 }),
    shading,
    svg('rect', { class: 'share', x: left + 12, y: top + boxHeight - 8, width: Math.max(2, (sizes.box - 24) * share), height: 3, rx: 1.5 }),
    svg('rect', { class: 'edge', x: left, y: top, width: sizes.box, height: boxHeight, rx: 10 }),
    svg('text', { class: 'token', x: left + 12, y: middle + 2 }, shorten(token, 11)),
    svg('text', { class: 'sure', x: left + sizes.box - 12, y: middle + 2, 'text-anchor': 'end' }, percent(share)));
}

// What lies below a token: a few of its images, how many they are, and the words that set them apart. `own` is the hit, where the path ends at it.
function under(branch, left, middle, sizes, own) {
  if (!branch) return [];
  const top = middle + boxHeight / 2 + 8;
  const keys = own === null || branch.images > 1 ? branch.examples.slice(0, pictures) : [own];
  const parts = keys.map((key, index) => picture(key, left + index * (sizes.thumb + 6), top, sizes.thumb));
  const below = parts.length ? top + sizes.thumb + 17 : top + 11;
  const alone = own === null ? saidOf(branch.examples[0] ?? '') : 'this image';
  const told = branch.images === 1 ? alone : `${count(branch.images)} images`;
  parts.push(svg('text', { class: 'holds', x: left, y: below }, shorten(told, sizes.letters)));
  if (branch.words?.length) parts.push(svg('text', { class: 'telling', x: left, y: below + 17 }, shorten(branch.words.join(', '), sizes.letters)));
  return parts;
}

function picture(key, x, y, size) {
  const image = svg('image', { x, y, width: size, height: size, preserveAspectRatio: 'xMidYMid slice' }, svg('title', {}, nameOfKey(key)));
  show(image, thumbnailOf(key, 128));
  return svg('g', { class: 'example' }, svg('rect', { x, y, width: size, height: size, rx: 8 }), image);
}

function inWords(steps, name) {
  const told = steps.map(step => {
    const other = step.runnerUp ? `, rather than ${step.runnerUp} with ${percent(Math.exp(step.runnerUpLogProbability))}` : ', the only way';
    return `${step.token} with ${percent(Math.exp(step.logProbability))}${other}`;
  });
  return `The path to ${name}: ${told.join('; then ')}.`;
}

// A file's name where it is made of words, not of a camera's numbers.
const saidOf = key => (/\d{4}/.test(key) ? 'one image' : nameOfKey(key) || 'one image');

const shorten = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
