import Docker from 'dockerode';
import { makeBusyboxImage } from './docker-images.ts';
import { testDockerHost } from './requirements.ts';

export interface TestContainer {
  /** Published on 127.0.0.1 and passed as $PORT; absent: host networking has no need of it. */
  readonly port?: number;
  /** In place of the script. */
  readonly command?: readonly string[];
  /** A shell script; a web server on $PORT when absent. */
  readonly script?: string;
  readonly memoryBytes?: number;
  readonly hostNetwork?: boolean;
  /** Another one than the busybox that all share. */
  readonly image?: string;
  readonly restartPolicy?: 'always';
}

/** Containers with the labels that `docker compose create` gives, in a project of this test alone. */
export interface ComposeProject {
  readonly name: string;
  readonly docker: Docker;
  /** Creates, and does not start. */
  add(service: string, container: TestContainer): Promise<Docker.Container>;
  container(service: string): Docker.Container;
  /** Removes every container of the project. */
  remove(): Promise<void>;
}

let count = 0;

export async function createComposeProject(dockerHost = testDockerHost): Promise<ComposeProject> {
  const docker = new Docker({ socketPath: dockerHost.replace(/^unix:\/\//, '') });
  const image = await makeBusyboxImage(docker);
  const name = `vx11test${process.pid}x${++count}`;
  const containers = new Map<string, Docker.Container>();
  return {
    name,
    docker,
    async add(service, options) {
      const made = await docker.createContainer(specification(name, service, { image, ...options }));
      containers.set(service, made);
      return made;
    },
    container(service) {
      const found = containers.get(service);
      if (found === undefined) throw new Error(`project ${name} has no container of ${service}`);
      return found;
    },
    async remove() {
      const left = await docker.listContainers({
        all: true,
        filters: { label: [`com.docker.compose.project=${name}`] },
      });
      await Promise.all(left.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })));
    },
  };
}

function specification(
  project: string,
  service: string,
  container: TestContainer & { readonly image: string },
): Docker.ContainerCreateOptions {
  const {
    port = 80,
    script = 'echo begins; echo trouble >&2; exec httpd -f -p $PORT -h /www',
    memoryBytes,
    hostNetwork = false,
    restartPolicy = 'no',
  } = container;
  return {
    name: `${project}-${service}-1`,
    Image: container.image,
    Cmd: [...(container.command ?? ['/bin/sh', '-c', script])],
    Env: [`PORT=${port}`],
    Labels: {
      'com.docker.compose.project': project,
      'com.docker.compose.service': service,
      'com.docker.compose.oneoff': 'False',
    },
    ExposedPorts: { [`${port}/tcp`]: {} },
    HostConfig: {
      Init: true,
      RestartPolicy: { Name: restartPolicy },
      ...(memoryBytes === undefined ? {} : { Memory: memoryBytes, MemorySwap: memoryBytes }),
      ...(hostNetwork ? { NetworkMode: 'host' } : {}),
      ...(container.port === undefined || hostNetwork
        ? {}
        : { PortBindings: { [`${port}/tcp`]: [{ HostIp: '127.0.0.1', HostPort: String(port) }] } }),
    },
  };
}
