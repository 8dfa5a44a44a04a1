/*
 * A small service that a runtime can start: answers every path with --health-status (200) and prints lines.
 *   --boot-ms N          listens only after N ms
 *   --exit-code N        ends with N after --exit-ms N (0), whether or not it listens yet
 *   --ignore-sigterm     only SIGKILL ends it
 *   --child              starts a second process in its group, which prints its id and outlives SIGTERM of the first
 */
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    'boot-ms': { type: 'string', default: '0' },
    'exit-code': { type: 'string' },
    'exit-ms': { type: 'string', default: '0' },
    'health-status': { type: 'string', default: '200' },
    'ignore-sigterm': { type: 'boolean', default: false },
    child: { type: 'boolean', default: false },
  },
});

console.log(`pid ${process.pid} begins`);
console.error(`environment ${JSON.stringify(Object.keys(process.env).sort())}`);

process.on('SIGTERM', () => {
  console.log('asked to stop');
  if (!values['ignore-sigterm']) process.exit(0);
});
if (values['exit-code'] !== undefined)
  setTimeout(() => process.exit(Number(values['exit-code'])), Number(values['exit-ms']));
if (values.child) {
  const lasting = 'process.on("SIGTERM", () => undefined); setInterval(() => undefined, 1000);';
  const child = spawn(process.execPath, ['-e', lasting], { stdio: 'inherit' });
  console.log(`child ${child.pid} begins`);
}

const server = createServer((request, response) => {
  response.writeHead(Number(values['health-status']), {
    'content-type': 'text/plain',
    location: '/elsewhere',
  });
  response.end(`${request.method} ${request.url}\n`);
});
setTimeout(
  () => server.listen(Number(process.env.PORT), process.env.HOST, () => console.log('listens')),
  Number(values['boot-ms']),
);
