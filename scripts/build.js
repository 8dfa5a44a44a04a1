// Builds what is missing or older than its sources. Plain JavaScript without packages: it runs before anything is built.
import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const parts = [
  {
    name: 'server',
    output: 'dist/gateway/main.js',
    // npm makes the files of `bin` executable at installation, when there is nothing built yet.
    executable: 'dist/cli/main.js',
    sources: [
      'schema',
      'platform',
      'subgraphs',
      'gateway',
      'client',
      'cli',
      'tsconfig.json',
      'tsconfig.build.json',
    ],
    compiler: 'node_modules/typescript/bin/tsc',
    args: ['-p', 'tsconfig.build.json'],
  },
  {
    name: 'console',
    output: 'dist/console/index.html',
    sources: [
      'console/index.html',
      'console/src',
      'console/public',
      'console/vite.config.ts',
      'console/package.json',
    ],
    compiler: 'node_modules/vite/bin/vite.js',
    args: ['build', 'console', '--config', 'console/vite.config.ts', '--logLevel', 'warn'],
  },
  {
    name: 'playground',
    output: 'dist/playground/index.html',
    sources: [
      'console/playground',
      'console/src/server/socket.ts',
      'console/src/time/time-of-day.ts',
      'console/src/token/token.ts',
      'examples',
      'console/package.json',
    ],
    compiler: 'node_modules/vite/bin/vite.js',
    args: [
      'build',
      'console/playground',
      '--config',
      'console/playground/vite.config.ts',
      '--logLevel',
      'warn',
    ],
  },
];

/** Throws where a part is missing and cannot be built, or does not build. `force` builds all. */
export async function buildStale({ force = false } = {}) {
  for (const part of parts) {
    if (force || isStale(part)) await build(part);
  }
}

function isStale(part) {
  const stamp = join(root, 'dist', `${part.name}.stamp`);
  if (!existsSync(join(root, part.output))) return true;
  // An installation without the compilers, or without the sources, runs what it was given.
  if (!existsSync(join(root, part.compiler)) || !existsSync(join(root, part.sources[0]))) return false;
  return (
    !existsSync(stamp) ||
    part.sources.some((source) => newestMs(join(root, source)) > statSync(stamp).mtimeMs)
  );
}

function newestMs(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  // A folder's own time tells of files that were added or removed.
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newestMs(join(path, name))));
}

async function build(part) {
  const compiler = join(root, part.compiler);
  if (!existsSync(compiler)) {
    throw new Error(
      `${part.output} is missing and cannot be built without ${part.compiler}: run "npm ci" first`,
    );
  }
  process.stdout.write(`building ${part.name} … `);
  const startedAt = Date.now();
  const { code, output } = await run(compiler, part.args);
  if (code !== 0) throw new Error(`the ${part.name} does not build:\n${output}`);
  makeExecutable(part);
  mkdirSync(join(root, 'dist'), { recursive: true });
  // Dated at the beginning: a source saved while the compiler ran counts as newer.
  writeStamp(join(root, 'dist', `${part.name}.stamp`), startedAt);
  process.stdout.write(`${((Date.now() - startedAt) / 1000).toFixed(1)} s\n`);
}

/** A tree may hold the server without the command line. */
function makeExecutable({ executable }) {
  if (executable === undefined || !existsSync(join(root, executable))) return;
  chmodSync(join(root, executable), 0o755);
}

function run(file, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      // Vite makes pages for development where it is another, as in tests: larger, slower, and full of warnings.
      env: { ...process.env, NODE_ENV: 'production' },
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

function writeStamp(path, atMs) {
  writeFileSync(path, '');
  utimesSync(path, new Date(atMs), new Date(atMs));
}

// import.meta.url has symbolic links resolved, the command line has not.
if (realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  buildStale({ force: !process.argv.includes('--stale') }).catch((error) => {
    console.error(`\n${error.message}`);
    process.exit(1);
  });
}
