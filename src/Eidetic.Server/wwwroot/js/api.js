// The server's interface: requests with the key where there is one, answers as JSON, errors as problems.

const keyName = 'eidetic.key';
let key = sessionStorage.getItem(keyName) ?? '';
let askForKey = async () => null;
let asking = null;

/** What the server could not do, as it says itself (RFC 9457), or that it could not be reached. */
export class Problem extends Error {
  constructor({ status = 0, title = 'Something went wrong', detail = '', traceId = '' }) {
    super(detail || title);
    Object.assign(this, { name: 'Problem', status, title, detail, traceId });
  }
}

/** Sets who asks the user for a key; it answers the key, or null when the user has none. */
export const onKeyNeeded = ask => { askForKey = ask; };

export const hasKey = () => key !== '';
export const keyHeaders = () => (key ? { Authorization: `Bearer ${key}` } : {});

export const addressOf = image => `v1/images/${encodeURIComponent(image)}`;
export const thumbnailOf = (image, size) => `${addressOf(image)}/thumbnail?size=${size}`;

/** Sends a request; asks for a key and sends it again where the server wants one. */
export async function send(address, options = {}) {
  for (;;) {
    const used = key;
    const response = await reach(address, { ...options, headers: { ...options.headers, ...keyHeaders() } });
    if (response.ok) return response;
    if (response.status === 401 && await renewKey(used)) continue;
    throw await problemOf(response);
  }
}

export const getJson = async (address, options) => (await send(address, options)).json();

export const postJson = (address, body, options = {}) => getJson(address, {
  ...options, method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
});

/** Asks by a picture: the file as one part, the question's options as another. */
export function postPicture(file, question, options = {}) {
  const form = new FormData();
  form.append('image', file, file.name || 'image');
  form.append('options', JSON.stringify(question));
  return getJson('v1/recall', { ...options, method: 'POST', body: form });
}

/** Reads problem details, whatever the server (or somebody before it) answered. */
export async function problemOf(response) {
  return problemFrom(response.status, await response.text().catch(() => ''));
}

export function problemFrom(status, text) {
  let told = {};
  try { told = JSON.parse(text); } catch { /* not from the server itself */ }
  return new Problem({ ...told, status, title: told.title ?? `The server answered ${status}` });
}

/** Asks for a key, once for all requests that wait; true where there is a new one to try. */
export async function renewKey(used) {
  if (key !== used) return true;
  asking ??= askForKey(used !== '').finally(() => { asking = null; });
  const given = await asking;
  if (!given) return false;
  key = given;
  sessionStorage.setItem(keyName, key);
  return true;
}

async function reach(address, options) {
  try {
    return await fetch(address, options);
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Problem({ title: 'The server does not answer', detail: 'It may have been stopped, or the network is gone.' });
  }
}
