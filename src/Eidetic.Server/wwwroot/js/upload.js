// Adding files: one request a file, so that each has its own progress; two at a time.

import { keyHeaders, problemFrom, renewKey } from './api.js';
import { announce } from './announce.js';
import { bytes, images } from './format.js';
import { problemCard } from './problem.js';
import { addCard } from './tray.js';

const together = 2;
const waiting = [];
let running = 0;

/** Adds files; `done()` is called when the last of them has ended and some were added. */
export function upload(files, done) {
  const batch = { open: files.length, added: 0, done };
  for (const file of files) waiting.push({ file, batch, card: null });
  pump();
}

function pump() {
  while (running < together && waiting.length > 0) {
    running++;
    const work = waiting.shift();
    void one(work).finally(() => {
      running--;
      const { batch } = work;
      if (--batch.open === 0 && batch.added > 0) {
        announce(`${images(batch.added)} added.`);
        batch.done();
      }
      pump();
    });
  }
}

async function one({ file, batch }) {
  const card = addCard(file.name, { bar: true });
  card.tell(`sending ${bytes(file.size)}`);
  try {
    const answer = await post(file, card);
    batch.added += answer.added?.length ?? 0;
    const outcome = outcomeOf(answer);
    card.progress(null);
    card.mark(outcome.kind);
    card.tell(outcome.words);
    if (outcome.kind === 'good') card.fade();
  } catch (problem) {
    card.remove();
    problemCard(`${file.name} was not added`, problem, () => upload([file], batch.done));
  }
}

function outcomeOf(answer) {
  if (answer.added?.length) return { kind: 'good', words: 'added' };
  if (answer.alreadyThere?.length) return { kind: 'good', words: 'was there already' };
  return { kind: 'bad', words: answer.skipped?.[0]?.message ?? 'was skipped' };
}

// fetch tells nothing of an upload's progress; XMLHttpRequest does.
async function post(file, card) {
  for (;;) {
    const headers = keyHeaders();
    const used = headers.Authorization?.slice('Bearer '.length) ?? '';
    const { status, text } = await transfer(file, headers, card);
    if (status >= 200 && status < 300) return JSON.parse(text);
    if (status === 401 && await renewKey(used)) continue;
    throw problemFrom(status, text);
  }
}

function transfer(file, headers, card) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append('files', file, file.name);
    request.open('POST', 'v1/images');
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', event => {
      if (event.lengthComputable) card.progress(event.loaded / event.total);
    });
    request.upload.addEventListener('load', () => {
      card.progress(1);
      card.tell('looking at it');
    });
    request.addEventListener('load', () => resolve({ status: request.status, text: request.responseText }));
    request.addEventListener('error', () => reject(problemFrom(0, '{"title":"The server does not answer"}')));
    request.send(form);
  });
}
