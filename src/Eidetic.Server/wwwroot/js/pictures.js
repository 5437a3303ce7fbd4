// Pictures of the memory in <img> and <image>. Where the server wants a key, an address alone is not enough: they are fetched and shown from memory.

import { hasKey, send } from './api.js';

const waiting = new WeakMap();
const near = new IntersectionObserver(entries => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    void load(target, waiting.get(target));
  }
}, { rootMargin: '600px' });

/** Shows the picture at `address` in `element`, as soon as it comes near the window. */
export function show(element, address) {
  element.addEventListener('load', () => element.classList.add('loaded'), { once: true });
  element.addEventListener('error', () => element.classList.add('missing'), { once: true });
  if (hasKey()) {
    waiting.set(element, address);
    near.observe(element);
  } else {
    element.setAttribute(sourceOf(element), address);
  }
}

/** The size of thumbnail that fills `pixels` of the page on this screen. */
export function thumbnailSize(pixels) {
  const needed = pixels * Math.min(devicePixelRatio || 1, 2);
  return [128, 256, 512].find(size => size >= needed) ?? 512;
}

/** Opens a picture in full, in a tab of its own. */
export async function openFile(address) {
  if (!hasKey()) {
    open(address, '_blank', 'noopener');
    return;
  }
  const blob = await (await send(address)).blob();
  open(URL.createObjectURL(blob), '_blank');
}

async function load(element, address) {
  try {
    const blob = await (await send(address)).blob();
    const local = URL.createObjectURL(blob);
    element.addEventListener('load', () => URL.revokeObjectURL(local), { once: true });
    element.setAttribute(sourceOf(element), local);
  } catch {
    element.classList.add('missing');
  }
}

const sourceOf = element => (element.localName === 'img' ? 'src' : 'href');
