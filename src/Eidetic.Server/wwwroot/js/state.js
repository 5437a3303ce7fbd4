// What is asked, as it stands in the address: a link is the whole state, and the back button works.

const names = ['q', 'like', 'prefix', 'tags', 'any', 'after', 'before', 'min', 'image'];
const filterNames = ['prefix', 'tags', 'any', 'after', 'before', 'min'];
const pictures = new Map();

export const nothing = Object.freeze({ ...Object.fromEntries(names.map(name => [name, ''])), picture: 0 });

/** The state that the address and the history's entry say. */
export function read() {
  const parameters = new URLSearchParams(location.search);
  const state = { ...nothing };
  for (const name of names) state[name] = parameters.get(name) ?? '';
  // A picture that was asked with lives as long as the page; after a reload it is gone, and so is the question.
  state.picture = pictures.has(history.state?.picture) ? history.state.picture : 0;
  return state;
}

/** Writes a state into the address, as a new entry of the history or in place of the current one. */
export function write(state, { push, opened = false }) {
  const parameters = new URLSearchParams();
  for (const name of names) if (state[name]) parameters.set(name, state[name]);
  const search = parameters.size ? `?${parameters}` : location.pathname;
  history[push ? 'pushState' : 'replaceState']({ picture: state.picture, opened }, '', search);
}

/** Keeps a picture for as long as the page lives, and answers the number that stands for it. */
export function keepPicture(file) {
  const number = pictures.size + 1;
  pictures.set(number, file);
  return number;
}

export const pictureOf = state => pictures.get(state.picture);

export const isAsked = state => Boolean(state.q.trim() || state.like || state.picture);

export const usedFilters = state => filterNames.filter(name => state[name]);

/** The filter of a request, or undefined where every image may be named. */
export function filterOf(state) {
  const filter = {
    keyPrefix: state.prefix || undefined,
    tags: words(state.tags),
    anyTags: words(state.any),
    after: state.after || undefined,
    before: state.before || undefined,
  };
  return Object.values(filter).some(value => value !== undefined) ? filter : undefined;
}

function words(text) {
  const list = text.split(',').map(word => word.trim()).filter(Boolean);
  return list.length ? list : undefined;
}
