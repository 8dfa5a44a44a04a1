import type { RequestListener } from 'node:http';
import type { RefusedFile } from '../../../schema/refused-files.ts';

/** GET /internal/refused-files. The caller's token has been checked. */
export function createRefusedFilesRoute(refusedFiles: () => readonly RefusedFile[]): RequestListener {
  return (request, response) => {
    if (request.method !== 'GET') return void response.writeHead(405, { allow: 'GET' }).end();
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify({ refused: refusedFiles() }));
  };
}
