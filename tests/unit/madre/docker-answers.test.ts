import { describe, expect, test } from 'vitest';
import { refusalIn } from '../../../subgraphs/madre/runtimes/docker/docker-answers.ts';
import { readLogFrames } from '../../../subgraphs/madre/runtimes/docker/docker-log-frames.ts';

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
    ['(HTTP code 404) no such container - No such image: hermes:latest', 'IMAGE_MISSING'],
    ['OCI runtime create failed: exec: "x": executable file not found in $PATH', undefined],
  ])('%s', (message, reason) => {
    expect(refusalIn(message)).toBe(reason);
  });
});

describe('log frames', () => {
  const at = '2026-01-02T03:04:05.678901234Z';
  const atMs = Date.parse('2026-01-02T03:04:05.678Z');

  test('are read with their stream and time', () => {
    const log = Buffer.concat([frame(1, `${at} one\n`), frame(2, `${at} two words\n`)]);
    expect(readLogFrames(log, false)).toEqual([
      { atMs, stream: 'STDOUT', text: 'one' },
      { atMs, stream: 'STDERR', text: 'two words' },
    ]);
  });

  test('may be empty lines, and may be torn at the end', () => {
    const log = Buffer.concat([frame(1, `${at} \n`), frame(1, `${at} torn\n`).subarray(0, 20)]);
    expect(readLogFrames(log, false)).toEqual([{ atMs, stream: 'STDOUT', text: '' }]);
  });

  test('of a terminal have no headers', () => {
    expect(readLogFrames(Buffer.from(`${at} one\r\n${at} two\r\n`), true).map(({ text }) => text)).toEqual([
      'one',
      'two',
    ]);
  });

  test('by the hundred thousand are read without a deep stack', () => {
    const log = Buffer.concat(Array.from({ length: 100_000 }, () => frame(1, `${at} x\n`)));
    expect(readLogFrames(log, false)).toHaveLength(100_000);
  });
});

function frame(stream: number, text: string): Buffer {
  const payload = Buffer.from(text);
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}
