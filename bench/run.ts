import { measureWindowOpen } from './window-open/window-open.ts';

/** `npm run bench -- NAME`: each prints its table, as bench/README.md explains. */
const benches: Readonly<Record<string, () => Promise<void>>> = { 'window-open': measureWindowOpen };

const name = process.argv[2] ?? '';
const bench = benches[name];
if (bench === undefined) {
  console.error(`expected one of ${Object.keys(benches).join(', ')}, got ${JSON.stringify(name)}`);
  process.exit(64);
}
await bench();
