/**
 * The page of README's ten lines, in a process of its own: what it shows goes to the test, what a
 * person types comes from there.
 */
let waiting;
process.on('message', ({ typed }) => waiting(typed));

export const page = {
  show: (image) => process.send({ image }),
  typed: (what) =>
    new Promise((resolve) => {
      waiting = resolve;
      process.send({ what });
    }),
  tell: (right) => process.send({ right }, () => process.disconnect()),
};
