// The lock must hold every platform's optional packages and every package's hash, and name no registry: npm then asks
// the one it is configured for, and the hash says whether it got the right thing.
import { readFileSync } from 'node:fs';

const { packages } = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));
const problems = Object.entries(packages).flatMap(([path, entry]) => [
  ...absentOptional(path, entry),
  ...(/^https?:/.test(entry.resolved ?? '') ? [`${path} names a host: ${entry.resolved}`] : []),
  ...(path.includes('node_modules/') && entry.link !== true && entry.integrity === undefined
    ? [`${path} has no hash`]
    : []),
]);
for (const problem of problems) console.error(problem);
console.log(
  problems.length > 0 ? `${problems.length} problems in package-lock.json` : 'package-lock.json is complete',
);
process.exitCode = problems.length > 0 ? 1 : 0;

function absentOptional(path, entry) {
  return Object.keys(entry.optionalDependencies ?? {})
    .filter((name) => !isLocked(path, name))
    .map((name) => `${name}, wanted by ${path || 'the root'}, is absent`);
}

/** Looks where Node would: beside the package, then in each folder above. */
function isLocked(path, name) {
  for (let from = path; ;) {
    if (packages[`${from === '' ? '' : `${from}/`}node_modules/${name}`]?.version !== undefined) return true;
    if (from === '') return false;
    const above = from.lastIndexOf('/node_modules/');
    from = above < 0 ? '' : from.slice(0, above);
  }
}
