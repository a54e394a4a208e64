/** UUIDs in the order in which they are made (RFC 9562 §5.7, counter by §6.2, method 1). */

/** Hexadecimal digits of the time, and of the part of it before the first hyphen. */
const TIME_DIGITS = 12;
const TIME_HEAD_DIGITS = 8;
const COUNTER_DIGITS = 3;
const MAX_COUNTER = 0xfff;
/** Where variant and random bits begin in a random UUID. */
const RANDOM_FROM = '00000000-0000-0000-'.length;

let lastTime = 0;
let counter = 0;

/** A UUID that is greater than every one that this process has made before. */
export function orderedUuid(): string {
  const time = Date.now();
  if (time > lastTime) {
    lastTime = time;
    counter = 0;
  } else if (counter < MAX_COUNTER) {
    counter += 1;
  } else {
    lastTime += 1;
    counter = 0;
  }
  const digits = lastTime.toString(16).padStart(TIME_DIGITS, '0');
  const head = `${digits.slice(0, TIME_HEAD_DIGITS)}-${digits.slice(TIME_HEAD_DIGITS)}`;
  const count = counter.toString(16).padStart(COUNTER_DIGITS, '0');
  return `${head}-7${count}-${crypto.randomUUID().slice(RANDOM_FROM)}`;
}
