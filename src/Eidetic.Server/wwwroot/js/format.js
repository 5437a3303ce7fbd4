// Numbers and names as people read them.

const whole = new Intl.NumberFormat('en');
const oneDigit = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

export const count = number => whole.format(number);

export const images = number => `${count(number)} ${number === 1 ? 'image' : 'images'}`;

/** A probability in percent; what is not quite nothing does not read as nothing. */
export function percent(share) {
  if (share > 0 && share < 0.001) return '< 0.1 %';
  return `${share >= 0.9995 ? '100' : oneDigit.format(share * 100)} %`;
}

export function bytes(number) {
  const units = ['B', 'kB', 'MB', 'GB'];
  let unit = 0;
  for (; number >= 1000 && unit < units.length - 1; unit++) number /= 1000;
  return `${unit === 0 ? number : oneDigit.format(number)} ${units[unit]}`;
}

export function milliseconds(number) {
  return number < 1000 ? `${Math.max(1, Math.round(number))} ms` : `${oneDigit.format(number / 1000)} s`;
}

/** A signed number of nats. */
export const nats = number => `${number < 0 ? '−' : '+'}${oneDigit.format(Math.abs(number))}`;

export function day(text) {
  const date = new Date(text);
  return Number.isNaN(date.valueOf()) ? text : date.toLocaleDateString('en', { year: 'numeric', month: 'long', day: 'numeric', timeZone: 'UTC' });
}

/** What to call an image: its first caption, else the name of its file without folder and ending. */
export function nameOf(image) {
  return image.caption?.trim() || nameOfKey(image.image);
}

export function nameOfKey(key) {
  const file = key.slice(key.lastIndexOf('/') + 1);
  return file.replace(/\.[a-z0-9]{2,5}$/i, '').replace(/[-_]+/g, ' ').trim() || key;
}
