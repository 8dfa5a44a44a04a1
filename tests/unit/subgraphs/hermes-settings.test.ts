import { describe, expect, it } from 'vitest';
import { childEnvironment } from '../../../subgraphs/child-environment.ts';
import { readHermesConfig } from '../../../subgraphs/hermes/hermes-config.ts';
import { readServeConfig } from '../../../subgraphs/serve-config.ts';

const token = { VX11_SUBGRAPH_TOKEN: 's' };

describe('hermes', () => {
  it('has usual programs and servers to look for, and its own port', () => {
    const config = readHermesConfig([], token);
    expect(config).toMatchObject({ host: '127.0.0.1', port: 8003, subgraphToken: 's' });
    expect(config.tools).toContain('node');
    expect(config.servers).toContain('http://127.0.0.1:11434');
  });

  it('looks for what it is told, or for nothing', () => {
    const told = readHermesConfig(['--port', '9000'], {
      ...token,
      VX11_HERMES_TOOLS: 'git, ffmpeg',
      VX11_HERMES_SERVERS: 'none',
    });
    expect(told).toMatchObject({ port: 9000, tools: ['git', 'ffmpeg'], servers: [] });
  });

  it.each([
    [['--port', 'x'], token, '--port'],
    [['extra'], token, 'extra'],
    [[], {}, 'VX11_SUBGRAPH_TOKEN'],
    [[], { ...token, VX11_HERMES_TOOLS: '../evil' }, 'VX11_HERMES_TOOLS'],
    [[], { ...token, VX11_HERMES_SERVERS: 'http://127.0.0.1:1/path' }, 'VX11_HERMES_SERVERS'],
  ])('refuses %j %j', (args, env, problem) => {
    expect(() => readHermesConfig(args, env)).toThrow(problem);
  });

  it('started by madre, looks for what she was told, and switch finds it', () => {
    const { hermes, ...settings } = readServeConfig(['madre'], {
      ...token,
      VX11_HERMES_TOOLS: 'git',
      VX11_HERMES_SERVERS: 'none',
    });
    const env = childEnvironment({ ...settings, hermes });
    const ofHermes = env({ name: 'hermes', subgraph: undefined, stopGraceSec: 10 });
    expect(readHermesConfig([], ofHermes)).toMatchObject({ subgraphToken: 's', tools: ['git'], servers: [] });
    const ofSwitch = env({ name: 'switch', subgraph: 'switch', stopGraceSec: 10 });
    expect(ofSwitch).toMatchObject({ HERMES_URL: 'http://127.0.0.1:8003' });
    expect(env({ name: 'mcp', subgraph: undefined, stopGraceSec: 10 })).not.toHaveProperty(
      'VX11_SUBGRAPH_TOKEN',
    );
  });
});
