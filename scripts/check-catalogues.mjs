/** `node scripts/check-catalogues.mjs [tag …]`: what is wrong with the languages' catalogues. */
import { faultsOf } from './catalogue-rules.mjs';
import { consumersOf, localeTags, REFERENCE_TAG } from './catalogues.mjs';

const wanted = process.argv.slice(2);
const tags = wanted.length > 0 ? wanted : localeTags().filter((tag) => tag !== REFERENCE_TAG);
const faults = tags.flatMap((tag) => {
  const written = consumersOf(tag);
  return consumersOf(REFERENCE_TAG).flatMap((consumer) =>
    written.includes(consumer) ? faultsOf(tag, consumer) : [`${tag}/${consumer}.json is missing`],
  );
});
for (const fault of faults) console.error(fault);
console.log(faults.length === 0 ? `${tags.join(', ')}: no faults` : `${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
