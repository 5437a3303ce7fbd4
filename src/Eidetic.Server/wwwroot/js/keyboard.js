// Keys outside of fields and dialogs.

/** Wires the keys; `acts` says what they do. */
export function createKeyboard(grid, acts) {
  const onImage = act => () => {
    const image = grid.active();
    if (!image || !grid.hasFocus()) return false;
    act(image);
    return true;
  };
  const arrow = key => () => {
    if (!grid.hasFocus()) {
      // From the page or the search box the arrow down leads to the images; other arrows do what they always do.
      if (key !== 'ArrowDown' || document.activeElement !== document.body) return false;
      grid.focus(0);
      return true;
    }
    if (!grid.move(key) && key === 'ArrowUp') acts.search();
    return true;
  };
  const keys = {
    '/': () => { acts.search(); return true; },
    '?': () => { acts.help(); return true; },
    u: () => { acts.undo(); return true; },
    e: onImage(acts.explain),
    s: onImage(acts.similar),
    Delete: onImage(acts.remove),
    Escape: () => acts.escape(),
    Home: arrow('Home'), End: arrow('End'),
    ArrowLeft: arrow('ArrowLeft'), ArrowRight: arrow('ArrowRight'), ArrowUp: arrow('ArrowUp'), ArrowDown: arrow('ArrowDown'),
  };

  addEventListener('keydown', event => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
    if (isField(event.target)) {
      fieldKey(event);
      return;
    }
    if (keys[event.key]?.()) event.preventDefault();
  });

  function fieldKey(event) {
    if (event.target.id !== 'query') return;
    if (event.key === 'ArrowDown' && grid.images().length) {
      event.preventDefault();
      grid.focus(0);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      acts.escape();
    }
  }
}

const isField = element => element instanceof HTMLElement && element.matches('input, select, textarea, [contenteditable]');
