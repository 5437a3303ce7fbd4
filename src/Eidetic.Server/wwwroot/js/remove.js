// Removing with a way back: the server is told only when the time to undo is over, or when the page goes away.

import { addressOf, keyHeaders, send } from './api.js';
import { announce } from './announce.js';
import { nameOf } from './format.js';
import { problemCard } from './problem.js';
import { addCard } from './tray.js';

const timeToUndo = 7000;
const pending = new Map();

/**
 * Takes images out of `grid` and, later, out of the memory. `changed()` is called when the server has done it, `stale()` when what is shown
 * lacks an image that came back.
 */
export function createRemover(grid, { changed, stale }) {
  function remove(image) {
    const key = image.image;
    if (pending.has(key)) return;
    const back = grid.take(key);
    const card = addCard(`Removed ${nameOf(image)}`, { bar: true, actLabel: 'Undo', act: () => undo(key), kind: 'undo' });
    card.element.querySelector('.slim').addEventListener('click', () => void commit(key));
    const entry = { card, back, image, left: timeToUndo, since: 0, timer: 0 };
    pending.set(key, entry);
    // Time stands still while somebody points at the card or has the focus in it.
    for (const event of ['mouseenter', 'focusin']) card.element.addEventListener(event, () => hold(entry));
    for (const event of ['mouseleave', 'focusout']) card.element.addEventListener(event, () => run(key, entry));
    run(key, entry);
    announce(`${nameOf(image)} removed. Press u to undo.`);
  }

  function run(key, entry) {
    if (entry.timer || !pending.has(key)) return;
    entry.since = performance.now();
    entry.card.progress(entry.left / timeToUndo);
    entry.timer = setInterval(() => {
      const left = entry.left - (performance.now() - entry.since);
      entry.card.progress(left / timeToUndo);
      if (left <= 0) void commit(key);
    }, 100);
  }

  function hold(entry) {
    if (!entry.timer) return;
    clearInterval(entry.timer);
    entry.timer = 0;
    entry.left -= performance.now() - entry.since;
  }

  function settle(key) {
    const entry = pending.get(key);
    if (!entry) return null;
    clearInterval(entry.timer);
    pending.delete(key);
    entry.card.remove();
    return entry;
  }

  function undo(key = [...pending.keys()].at(-1)) {
    const entry = settle(key);
    if (!entry) return;
    restore(entry);
    announce(`${nameOf(entry.image)} is back.`);
  }

  function restore({ back }) {
    if (!back?.()) stale();
  }

  async function commit(key) {
    const entry = settle(key);
    if (!entry) return;
    try {
      await send(addressOf(key), { method: 'DELETE' });
      changed();
    } catch (problem) {
      restore(entry);
      problemCard(`${nameOf(entry.image)} was not removed`, problem, () => remove(entry.image));
    }
  }

  // Who leaves has decided: what waits is sent, and outlives the page.
  addEventListener('pagehide', () => {
    for (const key of [...pending.keys()]) {
      settle(key);
      void fetch(addressOf(key), { method: 'DELETE', headers: keyHeaders(), keepalive: true });
    }
  });

  return { remove, undo, isGone: key => pending.has(key) };
}
