// Pictures that come from outside: dropped, pasted or chosen.

import { announce } from './announce.js';
import { byId } from './dom.js';
import { addCard } from './tray.js';

/** Listens for pictures; `search(file)` asks by one, `add(files)` adds them, `rights()` says whether adding is possible. */
export function createDrop(search, add, rights) {
  const overlay = byId('drop');
  let depth = 0;

  const carries = event => [...(event.dataTransfer?.types ?? [])].includes('Files');
  const zoneOf = event => event.target instanceof Element ? event.target.closest('[data-drop]') : null;

  function hide() {
    depth = 0;
    overlay.hidden = true;
  }

  addEventListener('dragenter', event => {
    if (!carries(event)) return;
    event.preventDefault();
    depth++;
    byId('drop-add').hidden = !rights().writable;
    overlay.hidden = document.querySelector('dialog[open]') !== null;
  });
  addEventListener('dragleave', event => {
    if (carries(event) && --depth <= 0) hide();
  });
  addEventListener('dragover', event => {
    if (!carries(event)) return;
    event.preventDefault();
    const zone = zoneOf(event);
    event.dataTransfer.dropEffect = zone ? 'copy' : 'none';
    for (const other of overlay.children) other.classList.toggle('over', other === zone);
  });
  addEventListener('drop', event => {
    if (!carries(event)) return;
    event.preventDefault();
    const act = zoneOf(event)?.dataset.drop;
    hide();
    const files = pictures(event.dataTransfer.files);
    if (act && files.length === 0) nothing();
    else if (act === 'search') search(files[0]);
    else if (act === 'add') add(files);
  });
  addEventListener('paste', event => {
    const [file] = pictures(event.clipboardData?.files ?? []);
    if (!file) return;
    event.preventDefault();
    search(file);
  });

  choose('by-picture', 'picture-file', files => search(files[0]));
  choose('add', 'add-files', add);
}

function choose(buttonId, inputId, use) {
  const input = byId(inputId);
  byId(buttonId).addEventListener('click', () => input.click());
  input.addEventListener('change', () => {
    const files = pictures(input.files);
    input.value = '';
    if (files.length) use(files);
  });
}

function nothing() {
  announce('There is no image in what was dropped.');
  addCard('There is no image in what was dropped', { kind: 'bad' }).fade();
}

const pictures = files => [...files].filter(file => file.type.startsWith('image/'));
