import express, { Router, type RequestHandler } from 'express';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../../schema/package-root.ts';

/** The console and the playground are files without data, so they need no token; whoever opens them types one in. */
export function servePages(): Router {
  return serve([
    ['/playground', 'dist/playground'],
    ['/', 'dist/console'],
  ]);
}

/** The playground alone, for a graph that the console knows nothing of. */
export function servePlayground(): Router {
  return serve([['/playground', 'dist/playground']]);
}

function serve(pages: readonly (readonly [path: string, folder: string])[]): Router {
  const router = Router();
  for (const [path, folder] of pages) {
    router.use(
      path,
      harden,
      express.static(fileURLToPath(new URL(folder, packageRoot)), { index: 'index.html' }),
    );
    // Reached only where no file answered: the page itself, in a tree that was not built.
    router.get(path, (_request, response) => {
      response.status(404).type('text/plain').send(`${folder} is not built yet: run npm run build\n`);
    });
  }
  return router;
}

/** No script, style, font or connection of another origin; workers from blobs are the editor's of the playground. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'self' ws: wss:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const harden: RequestHandler = (_request, response, next) => {
  response.setHeader('content-security-policy', CONTENT_SECURITY_POLICY);
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('x-content-type-options', 'nosniff');
  next();
};
