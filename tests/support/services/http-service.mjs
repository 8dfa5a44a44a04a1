/*
 * A small service that a runtime can start: answers every path with --health-status (200) and prints lines;
 * GET /speak?from=1&to=9 prints `out N` and `err N` for each number, GET /end ends it with code 0.
 *   --boot-ms N          listens only after N ms
 *   --boot-until FILE    listens only once there is such a file
 *   --exit-code N        ends with N after --exit-ms N (0), whether or not it listens yet
 *   --ignore-sigterm     only SIGKILL ends it
 *   --last-words TEXT    printed on the second stream before it ends with --exit-code
 *   --journal FILE       appends "--name begins" and, when it ends by SIGTERM, "--name ends" to a file that several may share
 *   --escaping-child     starts a second process in a session of its own, which prints its id and ends only by SIGKILL
 *   --child              starts a second process in its group, which prints its id and outlives SIGTERM of the first
 */
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    'boot-ms': { type: 'string', default: '0' },
    'boot-until': { type: 'string' },
    'exit-code': { type: 'string' },
    'exit-ms': { type: 'string', default: '0' },
    'health-status': { type: 'string', default: '200' },
    'ignore-sigterm': { type: 'boolean', default: false },
    child: { type: 'boolean', default: false },
    'escaping-child': { type: 'boolean', default: false },
    'last-words': { type: 'string' },
    journal: { type: 'string' },
    name: { type: 'string', default: 'service' },
  },
});

function note(what) {
  if (values.journal !== undefined) appendFileSync(values.journal, `${values.name} ${what}\n`);
}

note('begins');
console.log(`pid ${process.pid} begins`);
console.error(`environment ${JSON.stringify(Object.keys(process.env).sort())}`);

function onTerm() {
  console.log('asked to stop');
  if (values['ignore-sigterm']) return;
  note('ends');
  process.exit(0);
}
process.on('SIGTERM', onTerm);
if (values['exit-code'] !== undefined)
  setTimeout(() => {
    if (values['last-words'] !== undefined) console.error(values['last-words']);
    process.exit(Number(values['exit-code']));
  }, Number(values['exit-ms']));
if (values.child || values['escaping-child']) {
  const lasting = 'process.on("SIGTERM", () => undefined); setInterval(() => undefined, 1000);';
  const child = spawn(process.execPath, ['-e', lasting], {
    stdio: 'inherit',
    detached: values['escaping-child'],
  });
  console.log(`child ${child.pid} begins`);
}

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://service');
  for (let number = Number(url.searchParams.get('from') ?? NaN); url.pathname === '/speak'; number += 1) {
    if (!(number <= Number(url.searchParams.get('to')))) break;
    console.log(`out ${number}`);
    console.error(`err ${number}`);
  }
  response.writeHead(Number(values['health-status']), {
    'content-type': 'text/plain',
    location: '/elsewhere',
  });
  response.end(`${request.method} ${request.url}\n`, () => url.pathname === '/end' && process.exit(0));
});
function boot() {
  if (values['boot-until'] !== undefined && !existsSync(values['boot-until'])) return setTimeout(boot, 20);
  server.listen(Number(process.env.PORT), process.env.HOST, () => console.log('listens'));
}
setTimeout(boot, Number(values['boot-ms']));
