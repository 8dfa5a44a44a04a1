import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type Docker from 'dockerode';

export const BUSYBOX_IMAGE = 'vx11-test-busybox:local';

const BUSYBOX = '/bin/busybox';
const COMMANDS = ['sh', 'httpd', 'sleep', 'echo', 'cat', 'kill', 'ls', 'tail'];

/** An image from this machine's static busybox (Debian's busybox-static), since no registry may be at hand. Made once. */
export async function makeBusyboxImage(docker: Docker): Promise<string> {
  const known = await docker.listImages({ filters: { reference: [BUSYBOX_IMAGE] } });
  if (known.length > 0) return BUSYBOX_IMAGE;
  const folder = mkdtempSync(join(tmpdir(), 'vx11-image-'));
  try {
    const links = COMMANDS.map((name) => `ln -s busybox bin/${name}`).join(' && ');
    run(
      folder,
      `mkdir -p bin www tmp && cp ${BUSYBOX} bin/busybox && ${links} && echo ready > www/health && echo hello > www/index.html`,
    );
    const archive = run(folder, 'tar -c .');
    const [repo, tag] = BUSYBOX_IMAGE.split(':');
    const progress = await docker.importImage(Readable.from([archive]), { repo, tag });
    // The image exists when the engine has told all of its progress.
    for await (const _chunk of progress);
    return BUSYBOX_IMAGE;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(cwd: string, command: string): Buffer {
  const done = spawnSync('sh', ['-c', command], { cwd, maxBuffer: 64 * 1_048_576 });
  if (done.status !== 0) throw new Error(`${command}: ${done.stderr.toString()}`);
  return done.stdout;
}
