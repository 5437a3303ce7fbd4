// The justified grid: tiles that stay where the next answer names them again, and one stop of the Tab key with arrows inside.

import { aspectOf, justify, targetHeight } from './layout.js';
import { createTile } from './tile.js';

const gap = 14;
const footers = { hits: 50, images: 30 };

/** A grid in `list`; `acts` says what a tile's buttons do, `rights()` what may be done. */
export function createGrid(list, acts, rights) {
  let tiles = [];
  let isOpen = false;
  let active = 0;
  let width = 0;
  let shows = 0;

  /** Shows images in place of what is there; `open` says that more will follow. */
  function show(images, { open = false } = {}) {
    const old = new Map(tiles.map(tile => [tile.image.image, tile]));
    const kept = tiles.length > 0 && images.some(image => old.has(image.image));
    list.classList.toggle('gliding', kept);
    tiles = images.map(image => told(old.get(image.image) ?? createTile(image, acts), image));
    isOpen = open;
    active = 0;
    shows++;
    arrange();
  }

  function append(images, { open }) {
    list.classList.remove('gliding');
    tiles.push(...images.map(image => told(createTile(image, acts), image)));
    isOpen = open;
    arrange();
  }

  /** Takes an image out, and answers what brings it back to its place, or says false where other images are shown by then. */
  function take(key) {
    const index = tiles.findIndex(tile => tile.image.image === key);
    if (index < 0) return null;
    const [tile] = tiles.splice(index, 1);
    const shown = shows;
    const hadFocus = tile.element.contains(document.activeElement);
    list.classList.add('gliding');
    arrange();
    if (hadFocus) focus(Math.min(index, tiles.length - 1));
    return () => {
      if (shows !== shown) return false;
      tiles.splice(Math.min(index, tiles.length), 0, tile);
      list.classList.add('gliding');
      arrange();
      return true;
    };
  }

  function arrange() {
    width = list.clientWidth;
    const hits = tiles[0]?.element.classList.contains('hit');
    const layout = justify(tiles.map(tile => aspectOf(tile.image)), {
      width, gap, footer: hits ? footers.hits : footers.images, open: isOpen, target: targetHeight(tiles.map(tile => tile.image), width),
    });
    const placed = tiles.slice(0, layout.boxes.length);
    placed.forEach((tile, index) => tile.place(layout.boxes[index]));
    list.style.height = `${layout.height}px`;
    place(placed.map(tile => tile.element));
    active = Math.min(active, Math.max(0, placed.length - 1));
    tiles.forEach((tile, index) => { tile.opener.tabIndex = index === active ? 0 : -1; });
  }

  // Only what is missing or elsewhere is moved: an element that is put in anew loses its focus.
  function place(elements) {
    const wanted = new Set(elements);
    for (const child of [...list.children]) if (!wanted.has(child)) child.remove();
    elements.forEach((element, index) => {
      if (list.children[index] !== element) list.insertBefore(element, list.children[index] ?? null);
    });
  }

  function told(tile, image) {
    tile.tell(image, rights());
    return tile;
  }

  function focus(index) {
    if (index < 0 || index >= list.children.length) return;
    tiles[active]?.opener.setAttribute('tabindex', '-1');
    active = index;
    tiles[active].opener.tabIndex = 0;
    tiles[active].opener.focus();
  }

  /** Moves the focus as an arrow key says; false where there is nothing that way. */
  function move(key) {
    const next = { ArrowLeft: active - 1, ArrowRight: active + 1, Home: 0, End: list.children.length - 1 }[key] ?? inRow(key === 'ArrowDown' ? 1 : -1);
    if (next < 0 || next >= list.children.length) return false;
    focus(next);
    return true;
  }

  // The tile of the next row, up or down, whose middle is nearest.
  function inRow(direction) {
    const from = tiles[active];
    const middle = from.left + from.width / 2;
    const beyond = tiles.slice(0, list.children.length).filter(tile => (tile.top - from.top) * direction > 0);
    if (beyond.length === 0) return -1;
    const top = direction > 0 ? Math.min(...beyond.map(tile => tile.top)) : Math.max(...beyond.map(tile => tile.top));
    const row = beyond.filter(tile => tile.top === top);
    const distance = tile => Math.abs(tile.left + tile.width / 2 - middle);
    return tiles.indexOf(row.reduce((best, tile) => (distance(tile) < distance(best) ? tile : best)));
  }

  list.addEventListener('focusin', event => {
    const index = tiles.findIndex(tile => tile.opener === event.target);
    if (index >= 0) active = index;
  });
  new ResizeObserver(() => {
    if (list.clientWidth === width) return;
    list.classList.remove('gliding');
    arrange();
  }).observe(list);

  return {
    show, append, take, move, focus,
    active: () => tiles[active]?.image,
    hasFocus: () => list.contains(document.activeElement),
    images: () => tiles.map(tile => tile.image),
    refresh: () => tiles.forEach(tile => told(tile, tile.image)),
  };
}
