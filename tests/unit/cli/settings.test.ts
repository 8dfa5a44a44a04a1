import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../../cli/exit/usage-error.ts';
import { readSettings } from '../../../cli/settings/settings.ts';
import { inputOf } from '../../../cli/window/window-wishes.ts';
import { tempDir } from '../../support/temp-dir.ts';

describe('the address', () => {
  test.each([
    [{}, {}, 'http://127.0.0.1:8000'],
    [{}, { VX11_URL: 'box:9000' }, 'http://box:9000'],
    [{ url: 'https://box/' }, { VX11_URL: 'http://other' }, 'https://box'],
  ])('of %j and %j is %s', (options, env, url) => {
    expect(readSettings(options, env).url).toBe(url);
  });

  test.each(['ftp://box', 'http://'])('%s is none', (url) => {
    expect(() => readSettings({ url }, {})).toThrow(UsageError);
  });
});

describe('the token', () => {
  test('is the well-known one only where the gateway is this machine', () => {
    expect(readSettings({}, {}).token()).toBe('vx11-local-token');
    expect(readSettings({ url: 'http://[::1]:8000' }, {}).token()).toBe('vx11-local-token');
    expect(readSettings({ url: 'http://127.0.0.1.example.org' }, {}).token()).toBeUndefined();
    expect(readSettings({ url: 'http://box:8000' }, {}).token()).toBeUndefined();
  });

  test('in a file is read again each time', () => {
    const file = join(tempDir(), 'token');
    writeFileSync(file, 'first\n');
    const { token } = readSettings({}, { VX11_TOKEN_FILE: file });
    expect(token()).toBe('first');
    writeFileSync(file, 'second\n');
    expect(token()).toBe('second');
  });

  test('of the command line comes before the environment, and a file that is not there is told', () => {
    expect(readSettings({ token: 'mine' }, { VX11_TOKEN: 'other' }).token()).toBe('mine');
    expect(() => readSettings({}, { VX11_TOKEN_FILE: '/nowhere/token' }).token()).toThrow(/VX11_TOKEN_FILE/);
  });
});

describe('a window', () => {
  test('needs a time or --hold, and not both', () => {
    expect(() => inputOf(['hermes'], {})).toThrow(UsageError);
    expect(() => inputOf(['hermes'], { ttl: 60, hold: true })).toThrow(UsageError);
    expect(inputOf(['hermes'], { hold: true })).toEqual({ services: ['hermes'], mode: 'HOLD' });
  });

  test('is asked for as the options say', () => {
    expect(inputOf(['hermes'], { ttl: 60, priority: 3, ifBusy: 'preempt', reason: 'a talk' })).toEqual({
      services: ['hermes'],
      mode: 'TTL',
      ttlSec: 60,
      priority: 3,
      onBusy: 'PREEMPT',
      reason: 'a talk',
    });
  });
});
