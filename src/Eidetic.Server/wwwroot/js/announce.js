// What a screen reader is told without looking: how many images came, what was added, removed, what failed.

import { byId } from './dom.js';

let pending = 0;

/** Says a sentence when nothing else was said for a moment: results that come while somebody types are told once. */
export function announce(sentence) {
  clearTimeout(pending);
  pending = setTimeout(() => { byId('live').textContent = sentence; }, 400);
}
