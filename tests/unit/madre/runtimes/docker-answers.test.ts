import { describe, expect, test } from 'vitest';
import {
  refusalIn,
  toObservation,
} from '../../../../subgraphs/madre/runtimes/docker/engine/docker-answers.ts';
import { endpointOf } from '../../../../subgraphs/madre/runtimes/docker/engine/docker-endpoint.ts';
import type { ContainerInspection } from '../../../../subgraphs/madre/runtimes/docker/engine/docker-engine.ts';
import { parseEvent } from '../../../../subgraphs/madre/runtimes/docker/events/docker-event.ts';
import {
  logFrameReader,
  type LogFrame,
} from '../../../../subgraphs/madre/runtimes/docker/logs/docker-log-frames.ts';
import {
  linePlacer,
  linesAfter,
  parsePlace,
} from '../../../../subgraphs/madre/runtimes/docker/logs/docker-log-place.ts';
import { toPeak, toStats } from '../../../../subgraphs/madre/runtimes/docker/usage/docker-stats.ts';

describe('why a start was refused', () => {
  test.each([
    [
      'driver failed programming external connectivity on endpoint x: Bind for 127.0.0.1:8002 failed: port is already allocated',
      'PORT_IN_USE',
    ],
    [
      'driver failed programming external connectivity: listen tcp4 127.0.0.1:8002: bind: address already in use',
      'PORT_IN_USE',
    ],
    [
      'failed to set up container networking: driver failed programming external connectivity on endpoint x: failed to bind host port for 127.0.0.1:8002:172.18.0.2:8002/tcp: address already in use',
      'PORT_IN_USE',
    ],
    [
      'Ports are not available: exposing port TCP 127.0.0.1:8002 -> 127.0.0.1:0: listen tcp 127.0.0.1:8002: bind: address already in use',
      'PORT_IN_USE',
    ],
    ['(HTTP code 404) no such container - No such image: hermes:latest', 'IMAGE_MISSING'],
    ['OCI runtime create failed: exec: "x": executable file not found in $PATH', undefined],
  ])('%s', (message, reason) => {
    expect(refusalIn(message)).toBe(reason);
  });
});

describe('what the engine says of a container', () => {
  const state = {
    Running: false,
    Paused: false,
    Restarting: false,
    OOMKilled: false,
    ExitCode: 0,
    StartedAt: '2026-01-02T03:04:05.123456789Z',
    FinishedAt: '2026-01-02T03:05:05Z',
  };
  const never = '0001-01-01T00:00:00Z';
  const startedAtMs = Date.parse('2026-01-02T03:04:05.123Z');
  const atMs = Date.parse('2026-01-02T03:05:05Z');
  test.each([
    ['never ran', { StartedAt: never, FinishedAt: never }, { status: 'STOPPED', exit: null }],
    [
      'runs',
      { Running: true },
      {
        ...{ status: 'RUNNING', startedAtMs, image: 'web:1', restartCount: 2 },
        address: { host: '127.0.0.1', port: 80 },
      },
    ],
    ['is paused', { Running: true, Paused: true }, { status: 'PAUSED' }],
    [
      'waits for its next restart',
      { Running: true, Restarting: true, ExitCode: 3 },
      { status: 'STOPPED', exit: { exitCode: 3, outOfMemory: false, requested: false, byHand: true, atMs } },
    ],
    [
      'ran out of memory',
      { OOMKilled: true, ExitCode: 137 },
      { status: 'STOPPED', exit: { exitCode: 137, outOfMemory: true, requested: false, byHand: true, atMs } },
    ],
  ])('that %s', (_title, given, observation) => {
    const inspection = {
      State: { ...state, ...given },
      RestartCount: 2,
      Config: { Image: 'web:1' },
      HostConfig: { NetworkMode: 'host' },
    } as unknown as ContainerInspection;
    expect(toObservation(inspection, 80, { requested: false, byHand: true })).toEqual(observation);
  });
});

describe('events', () => {
  test.each([
    [
      '{"status":"kill","Type":"container","Action":"kill","Actor":{"ID":"abc","Attributes":{"com.docker.compose.service":"web","signal":"15"}},"time":1}',
      { action: 'kill', service: 'web', signal: '15' },
    ],
    [
      '{"Type":"container","Action":"die","Actor":{"ID":"abc","Attributes":{"exitCode":"1"}}}',
      { action: 'die', service: undefined, signal: undefined },
    ],
    ['{"Type":"container"', undefined],
    ['null', undefined],
    ['{"errorDetail":{"message":"x"}}', undefined],
  ])('%s', (line, event) => {
    expect(parseEvent(line)).toEqual(event);
  });
});

describe('a sample of the engine', () => {
  const running = {
    read: '2026-01-02T03:04:05.5Z',
    cpu_stats: { cpu_usage: { total_usage: 1_500_000_000 } },
    memory_stats: { usage: 9_000, limit: 20_000, stats: { inactive_file: 1_000 } },
    pids_stats: { current: 3 },
    networks: { eth0: { rx_bytes: 10, tx_bytes: 1 }, eth1: { rx_bytes: 5, tx_bytes: 2 } },
  };
  const stats = {
    atMs: Date.parse('2026-01-02T03:04:05.5Z'),
    cpuMs: 1_500,
    memoryBytes: 8_000,
    memoryLimitBytes: 20_000,
    processes: 3,
    networkReceivedBytes: 15,
    networkSentBytes: 3,
  };
  test.each([
    ['with cgroup 2', running, true, stats],
    [
      'with cgroup 1',
      {
        ...running,
        memory_stats: { usage: 9_000, limit: 20_000, stats: { total_inactive_file: 500, inactive_file: 1 } },
      },
      true,
      { ...stats, memoryBytes: 8_500 },
    ],
    ['without a limit', running, false, { ...stats, memoryLimitBytes: null }],
    [
      'on the host network',
      { ...running, networks: undefined },
      true,
      { ...stats, networkReceivedBytes: null, networkSentBytes: null },
    ],
    [
      'of one that does not run',
      { read: '0001-01-01T00:00:00Z', cpu_stats: {}, memory_stats: {} },
      true,
      null,
    ],
    ['that is no sample', 'x', true, null],
  ])('%s', (_title, answer, isLimited, expected) => {
    expect(toStats(answer, { atMs: 1, isLimited })).toEqual(expected);
  });

  test('has a peak where the kernel counts it', () => {
    expect(toPeak({ ...running, memory_stats: { usage: 1, max_usage: 7 } })).toBe(7);
    expect(toPeak(running)).toBeNull();
  });
});

describe('log frames', () => {
  const at = '2026-01-02T03:04:05.678901234Z';

  test('are read with their stream and time', () => {
    const log = Buffer.concat([frame(1, `${at} one\n`), frame(2, `${at} two words\n`)]);
    expect(logFrameReader(false)(log)).toEqual([
      { stamp: at, stream: 'STDOUT', text: 'one' },
      { stamp: at, stream: 'STDERR', text: 'two words' },
    ]);
  });

  test('may be empty lines', () => {
    expect(logFrameReader(false)(frame(1, `${at} \n`))).toEqual([{ stamp: at, stream: 'STDOUT', text: '' }]);
  });

  test.each([true, false])('may be torn anywhere (of a terminal: %s)', (hasTerminal) => {
    const texts = ['one', 'dos ñandú', 'three'];
    const log = Buffer.concat(
      texts.map((text) => (hasTerminal ? Buffer.from(`${at} ${text}\r\n`) : frame(1, `${at} ${text}\n`))),
    );
    for (let tear = 0; tear <= log.length; tear += 1) {
      const read = logFrameReader(hasTerminal);
      const frames = [...read(log.subarray(0, tear)), ...read(log.subarray(tear))];
      expect(frames.map(({ text }) => text)).toEqual(texts);
    }
  });

  test('that never end are refused', () => {
    const header = Buffer.from([1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]);
    expect(() => logFrameReader(false)(Buffer.concat([header, Buffer.alloc(1_100_000)]))).toThrow(
      'longer than the limit',
    );
  });

  test('by the hundred thousand are read without a deep stack', () => {
    const log = Buffer.concat(Array.from({ length: 100_000 }, () => frame(1, `${at} x\n`)));
    expect(logFrameReader(false)(log)).toHaveLength(100_000);
  });
});

describe('the lines after a cursor', () => {
  const log = [
    line('o', 1, 'a'),
    line('e', 2, 'b'),
    line('o', 3, 'c'),
    line('o', 3, 'd'),
    line('e', 4, 'f'),
    // Stored later although it is earlier by its time.
    line('o', 3.5, 'g'),
    line('e', 4, 'h'),
    line('o', 5, 'i'),
  ];
  const placed = log.map(linePlacer());
  const after = (cursor: string, stored = log): string => {
    const pass = linesAfter(parsePlace(cursor));
    const lines = [...stored.map(linePlacer()).flatMap((each) => pass(each)), ...pass()];
    return lines.map(({ text }) => text).join('');
  };

  test('are those stored after it, whichever it is', () => {
    const rests = placed.map(({ line: { cursor } }) => after(cursor));
    expect(rests).toEqual(['bcdfghi', 'cdfghi', 'dfghi', 'fghi', 'ghi', 'hi', 'i', '']);
  });

  test('have cursors of their own', () => {
    expect(new Set(placed.map(({ line: { cursor } }) => cursor)).size).toBe(log.length);
  });

  test('are all later ones where it is not kept any more', () => {
    const cursor = placed[3]?.line.cursor ?? '';
    expect(after(cursor, log.slice(4))).toBe('fghi');
    expect(after(cursor, [line('e', 9, 'x')])).toBe('x');
    expect(after(cursor, [])).toBe('');
  });

  test.each(['', 'x', 'o1@yesterday', 'o1@2026-13-45T03:04:05.678901234Z'])('%s is none', (cursor) => {
    expect(parsePlace(cursor)).toBeUndefined();
  });

  function line(stream: 'o' | 'e', ms: number, text: string): LogFrame {
    const stamp = `2026-01-02T03:04:05.${String(ms * 100_000_000).padStart(9, '0')}Z`;
    return { stream: stream === 'e' ? 'STDERR' : 'STDOUT', stamp, text };
  }
});

describe("the engine's address", () => {
  // Named, or the library would take those of the environment.
  const without = { ca: undefined, cert: undefined, key: undefined };
  test.each([
    [undefined, { socketPath: '/var/run/docker.sock', host: undefined }],
    ['unix:///run/user/1000/docker.sock', { socketPath: '/run/user/1000/docker.sock', host: undefined }],
    ['tcp://10.0.0.2', { ...without, protocol: 'http', host: '10.0.0.2', port: 2_375 }],
    ['tcp://[::1]:1234', { ...without, protocol: 'http', host: '::1', port: 1_234 }],
    ['https://engine', { ...without, protocol: 'https', host: 'engine', port: 2_376 }],
  ])('%s', (dockerHost, endpoint) => {
    expect(endpointOf(dockerHost)).toStrictEqual(endpoint);
  });

  test('with certificates is one of TLS', () => {
    const certificates = { ca: 'a', cert: 'b', key: 'c' };
    const secure = { ...certificates, protocol: 'https', host: '10.0.0.2', port: 2_376 };
    expect(endpointOf('tcp://10.0.0.2', certificates)).toStrictEqual(secure);
  });

  test('behind ssh is refused with what helps', () => {
    expect(() => endpointOf('ssh://user@engine')).toThrow('DOCKER_HOST must be a unix://');
  });
});

function frame(stream: number, text: string): Buffer {
  const payload = Buffer.from(text);
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}
