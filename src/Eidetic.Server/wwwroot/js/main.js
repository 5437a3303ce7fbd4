// The page: what it is made of, and who talks to whom. Everything that is asked goes through `navigate`, every answer through `refresh`.

import { onKeyNeeded } from './api.js';
import { askKey, createHelp } from './dialogs.js';
import { byId } from './dom.js';
import { createDrop } from './drop.js';
import { createFilters } from './filters.js';
import { createGrid } from './grid.js';
import { createJobs } from './jobs.js';
import { createKeyboard } from './keyboard.js';
import { loadMemory, memory } from './memory.js';
import { problemPanel } from './problem.js';
import { createRemover } from './remove.js';
import { createResults } from './results.js';
import { createSearch } from './search.js';
import { isAsked, keepPicture, nothing, read, write } from './state.js';
import { upload } from './upload.js';
import { createViewer } from './viewer.js';

let state = read();

const acts = {
  open: image => view(image, {}),
  explain: image => view(image, { why: true }),
  similar: image => { viewer.close(); navigate({ ...nothing, like: image.image }, { push: true }); },
  remove: image => {
    if (!memory().writable) return;
    viewer.close();
    remover.remove(image);
  },
};

const grid = createGrid(byId('grid'), acts, memory);
const results = createResults(grid, memory, {
  open: acts.open, clearFilters: () => filters.clear(), isGone: key => remover.isGone(key),
});
const search = createSearch(navigate, () => state);
const filters = createFilters(navigate, () => state);
const remover = createRemover(grid, { changed: () => void reload(), stale: () => void refresh() });
const jobs = createJobs(() => void reload({ anew: true }));
const help = createHelp(memory);
const viewer = createViewer(
  { similar: acts.similar, remove: acts.remove, show: (image, how) => view(image, { ...how, push: false }), closed },
  () => ({ state, memory: memory(), images: grid.images() }));

// The collection's end comes near: the next page, and the one after it where the end is still near then.
const end = new IntersectionObserver(async entries => {
  if (entries.some(entry => entry.isIntersecting) && await results.more()) watchEnd();
}, { rootMargin: '1200px' });

// An observer tells when something comes near, not that it is near still: it is asked anew.
function watchEnd() {
  end.unobserve(byId('more'));
  end.observe(byId('more'));
}

async function refresh() {
  if (await results.refresh(state)) watchEnd();
}

/** Changes what is asked, and shows it. */
function navigate(change, { push }) {
  const before = state;
  state = { ...state, ...change, image: '' };
  write(state, { push: push && JSON.stringify(before) !== JSON.stringify(state) });
  search.sync();
  filters.sync();
  void refresh();
}

function view(image, { why = false, push = true }) {
  const isNew = push && !state.image;
  state = { ...state, image: image.image };
  write(state, { push: isNew, opened: isNew || history.state?.opened });
  viewer.open(image, { why });
}

function closed() {
  if (!state.image) return;
  if (history.state?.opened) {
    history.back();
  } else {
    state = { ...state, image: '' };
    write(state, { push: false });
  }
}

function restore() {
  const before = state;
  state = read();
  search.stop();
  search.sync();
  filters.sync();
  const asksSame = JSON.stringify({ ...before, image: '' }) === JSON.stringify({ ...state, image: '' });
  if (!asksSame) void refresh();
  if (state.image) viewer.open(find(state.image));
  else viewer.close();
}

const find = key => grid.images().find(image => image.image === key) ?? { image: key };

/** Asks for the memory's facts after a change; `anew` asks what is shown again too. */
async function reload({ anew = false } = {}) {
  const facts = await loadMemory().catch(() => null);
  if (!facts) return;
  jobs.offer(facts);
  if (anew) await refresh();
  else results.recount();
}

function searchBy(file) {
  navigate({ ...nothing, picture: keepPicture(file) }, { push: true });
}

function escape() {
  if (isAsked(state) || byId('query').value) {
    search.clear();
    return true;
  }
  byId('query').blur();
  return false;
}

async function start() {
  try {
    search.sync();
    filters.sync();
    const facts = await loadMemory();
    jobs.offer(facts);
    await refresh();
    if (state.image) viewer.open(find(state.image));
    if (facts.writable) void jobs.resume();
  } catch (problem) {
    byId('notice').hidden = false;
    byId('notice').replaceChildren(problemPanel(problem, () => location.reload()));
  }
}

onKeyNeeded(askKey);
createDrop(searchBy, files => upload(files, () => void reload({ anew: true })), memory);
createKeyboard(grid, { ...acts, search: search.focus, help: help.open, undo: () => remover.undo(), escape });
byId('home').addEventListener('click', event => {
  event.preventDefault();
  navigate(nothing, { push: true });
});
addEventListener('popstate', restore);
void start();
